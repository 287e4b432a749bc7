/* The Java runtime: what the code TeaVM generates asks for, and no more. Memory is taken once, from the bottom of a
   fixed heap, and never given back: there is no collector, because after start-up there is nothing to collect. An
   exception stops the board, and there are no threads and no reflection: code that reaches for anything else
   does not link. The generated code is compiled in one piece with this, for the sake of inlining. */
#include "application.c"

#include <stdarg.h>
#include <string.h>
#include "runtime.h"

#include "c/o/t/r/Allocator.h"
#include "c/o/t/r/ExceptionHandling.h"

static char *heap;
static uint32_t heap_size;
static uint32_t heap_used;

static void *take(uint32_t octets) {
    if (octets > heap_size - heap_used) {
        fatal("out of Java heap; give this board less to remember, or heap=N", STATUS_NO_MEMORY);
    }
    void *from = heap + heap_used;
    heap_used += octets;
    return from; /* zeroed: it lies in fresh memory that start-up has cleared */
}

void *meth_otr_Allocator_allocate(void *class) {
    TeaVM_Object *object = take((uint32_t)((TeaVM_Class *)class)->size + 3 & ~3u);
    object->header = TEAVM_PACK_CLASS(class);
    return object;
}

static uint32_t element_size(const TeaVM_Class *item) {
    return teavm_primitiveKind((TeaVM_Class *)item) ? (uint32_t)item->size : sizeof(void *);
}

void *meth_otr_Allocator_allocateArray(void *class, int32_t length) {
    uint32_t element = element_size(((TeaVM_Class *)class)->itemType);
    uint32_t data = (sizeof(TeaVM_Array) + element - 1) / element * element;
    if (length < 0 || (uint32_t)length > heap_size / element) {
        fatal("an array of impossible length", STATUS_EXCEPTION);
    }
    TeaVM_Array *array = take(data + element * (uint32_t)length + 3 & ~3u);
    array->parent.header = TEAVM_PACK_CLASS(class);
    array->size = length;
    return array;
}

/* Arrays of references have one class, whatever they hold: nobody on the board asks an array for its type. */
static int32_t is_array_of_references(TeaVM_Class *super, TeaVM_Class *class) {
    return super == class;
}
static const alignas(8) jl_Object_VT references = {
    .parent = {
        .size = sizeof(void *),
        .itemType = (TeaVM_Class *)&jl_Object_Cls,
        .isSupertypeOf = &is_array_of_references,
        .superclass = (TeaVM_Class *)&jl_Object_Cls,
    },
};
TeaVM_Class *teavm_getArrayClass(TeaVM_Class *item) {
    (void)item;
    return (TeaVM_Class *)&references;
}

/* Arrays written as a list of values. */
void *teavm_fillByteArray(void *array, ...) {
    va_list values;
    va_start(values, array);
    for (int32_t i = 0; i < TEAVM_ARRAY_LENGTH(array); i++) {
        TEAVM_ARRAY_AT(array, int8_t, i) = (int8_t)va_arg(values, int);
    }
    va_end(values);
    return array;
}
void *teavm_fillIntArray(void *array, ...) {
    va_list values;
    va_start(values, array);
    for (int32_t i = 0; i < TEAVM_ARRAY_LENGTH(array); i++) {
        TEAVM_ARRAY_AT(array, int32_t, i) = va_arg(values, int32_t);
    }
    va_end(values);
    return array;
}

/* System.arraycopy, between arrays of one type as the Java compiler has seen it; the ranges are checked here. */
void meth_jl_System_fastArraycopy(void *from, int32_t from_at, void *to, int32_t to_at, int32_t length) {
    if (!from || !to) {
        teavm_throwNullPointerException();
    }
    if (length < 0 || from_at < 0 || to_at < 0 || from_at > TEAVM_ARRAY_LENGTH(from) - length
        || to_at > TEAVM_ARRAY_LENGTH(to) - length) {
        teavm_throwArrayIndexOutOfBoundsException();
    }
    uint32_t element = element_size(TEAVM_CLASS_OF(to)->itemType);
    uint32_t data = (sizeof(TeaVM_Array) + element - 1) / element * element;
    const char *source = (const char *)from + data + element * (uint32_t)from_at;
    memmove((char *)to + data + element * (uint32_t)to_at, source, element * (uint32_t)length);
}

int32_t java_heap_used(void) {
    return (int32_t)heap_used;
}

/* ---- exceptions: a bug, or a configuration refused; and what nobody on the board may ask for */

void teavm_throwNullPointerException(void) {
    fatal("NullPointerException", STATUS_EXCEPTION);
}
void machine_out_of_bounds(void) {
    fatal("ArrayIndexOutOfBoundsException", STATUS_EXCEPTION);
}
void teavm_throwArrayIndexOutOfBoundsException(void) {
    machine_out_of_bounds();
}
void *teavm_throwClassCastException(void) {
    fatal("ClassCastException", STATUS_EXCEPTION);
}
void meth_otr_ExceptionHandling_throwException(void *thrown) {
    (void)thrown;
    fatal("an exception was thrown", STATUS_EXCEPTION);
}
TeaVM_Array *meth_otr_ExceptionHandling_fillStackTrace(void) {
    return NULL; /* the line of fatal is all that is told */
}
TeaVM_Object *teavm_getClassObject(TeaVM_Class *class) {
    (void)class;
    fatal("there is no reflection on the board", STATUS_EXCEPTION);
}

/* ---- the program */

void java_run(void *memory, uint32_t octets) {
    heap = memory;
    heap_size = octets;
    JAVA_MAIN(NULL);
}
