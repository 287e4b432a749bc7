/* Read behind TeaVM's stack.h: methods without shadow-stack frames, references without write barriers.
   A collector and an unwinder would need them; this runtime has neither. A try block in a Java method that is
   reached does not compile, because TEAVM_TRY still looks for its frame. */
#undef TEAVM_ALLOC_STACK
#undef TEAVM_RELEASE_STACK
#undef TEAVM_GC_ROOT
#undef TEAVM_GC_ROOT_RELEASE
#undef TEAVM_CALL_SITE
#undef TEAVM_WITH_CALL_SITE_ID
#define TEAVM_ALLOC_STACK(size) ((void)0)
#define TEAVM_RELEASE_STACK ((void)0)
#define TEAVM_GC_ROOT(index, reference) ((void)0)
#define TEAVM_GC_ROOT_RELEASE(index) ((void)0)
#define TEAVM_CALL_SITE(id) ((void)0)
#define TEAVM_WITH_CALL_SITE_ID(id, expression) (expression)
#define teavm_gc_writeBarrier(object) ((void)0)

/* An object's header is its class's address, shifted: from 0, so that no base has to be computed or loaded. */
#define teavm_beforeClasses ((char *)0)
