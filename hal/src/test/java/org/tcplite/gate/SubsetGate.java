package org.tcplite.gate;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.FieldInsnNode;
import org.objectweb.asm.tree.FieldNode;
import org.objectweb.asm.tree.InsnNode;
import org.objectweb.asm.tree.IntInsnNode;
import org.objectweb.asm.tree.InvokeDynamicInsnNode;
import org.objectweb.asm.tree.LdcInsnNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.MultiANewArrayInsnNode;
import org.objectweb.asm.tree.TryCatchBlockNode;
import org.objectweb.asm.tree.TypeInsnNode;
import org.objectweb.asm.tree.VarInsnNode;
import org.objectweb.asm.tree.analysis.Analyzer;
import org.objectweb.asm.tree.analysis.AnalyzerException;
import org.objectweb.asm.tree.analysis.Frame;
import org.objectweb.asm.tree.analysis.SourceInterpreter;
import org.objectweb.asm.tree.analysis.SourceValue;

/**
 * Reads compiled classes and lists what lies outside the subset of hal and tcp-lite: what the class
 * library they compile against cannot refuse, above all allocation after construction.
 *
 * <p>One finding is one line, {@code class.method: what}. A method is excused by its name, class
 * and all; an excuse nobody needs any more is a finding too, so the lists stay short.
 */
public final class SubsetGate {

    /** The members of each class of java.lang that may be used; an empty set means all of them. */
    private static final Map<String, Set<String>> LIBRARY =
            Map.ofEntries(
                    Map.entry("java/lang/Object", Set.of("<init>")),
                    Map.entry("java/lang/String", Set.of("length", "charAt")),
                    Map.entry("java/lang/System", Set.of("arraycopy")),
                    Map.entry("java/lang/Math", Set.of("min", "max", "abs")),
                    Map.entry("java/lang/Throwable", Set.of()),
                    Map.entry("java/lang/Exception", Set.of()),
                    Map.entry("java/lang/RuntimeException", Set.of()),
                    Map.entry("java/lang/Error", Set.of()),
                    Map.entry("java/lang/ArithmeticException", Set.of()),
                    Map.entry("java/lang/ArrayIndexOutOfBoundsException", Set.of()),
                    Map.entry("java/lang/IllegalArgumentException", Set.of()),
                    Map.entry("java/lang/IndexOutOfBoundsException", Set.of()),
                    Map.entry("java/lang/NullPointerException", Set.of()));

    private static final Set<String> ALLOCATING_CODE = Set.of("<init>");

    private final List<String> packages = new ArrayList<>();
    private final Excuse divides = new Excuse("divide");
    private final Excuse throwing = new Excuse("throw");
    private final Excuse recursion = new Excuse("recurse");

    private final Map<String, ClassNode> classes = new TreeMap<>();
    private final Set<String> findings = new TreeSet<>();

    private SubsetGate(String... packages) {
        for (String each : packages) {
            this.packages.add(each.replace('.', '/') + '/');
        }
    }

    /**
     * A gate for a module that may refer to these packages, its own among them, besides java.lang.
     */
    public static SubsetGate forPackages(String... packages) {
        return new SubsetGate(packages);
    }

    /**
     * Methods reviewed to divide by something that cannot be zero, or to need a 64-bit division.
     */
    public SubsetGate mayDivide(String... methods) {
        divides.methods.addAll(List.of(methods));
        return this;
    }

    /** Methods that run before the first packet and may throw (and make what they throw). */
    public SubsetGate mayThrow(String... methods) {
        throwing.methods.addAll(List.of(methods));
        return this;
    }

    /** Methods whose recursion has a bound that was reviewed. */
    public SubsetGate mayRecurse(String... methods) {
        recursion.methods.addAll(List.of(methods));
        return this;
    }

    /**
     * The findings of all class files below a directory; no class file at all is a finding as well.
     */
    public List<String> findings(Path directory) {
        try (var files = Files.walk(directory)) {
            List<byte[]> found = new ArrayList<>();
            for (Path file : (Iterable<Path>) files::iterator) {
                if (file.toString().endsWith(".class")) {
                    found.add(Files.readAllBytes(file));
                }
            }
            return findings(found);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The findings of these class files, sorted; to be asked once. */
    public List<String> findings(Collection<byte[]> classFiles) {
        if (classFiles.isEmpty()) {
            findings.add("no class files: the gate has nothing to look at");
        }
        for (byte[] classFile : classFiles) {
            ClassNode node = new ClassNode();
            new ClassReader(classFile).accept(node, ClassReader.SKIP_DEBUG);
            classes.put(node.name, node);
        }
        for (ClassNode each : classes.values()) {
            checkClass(each);
        }
        checkRecursion();
        for (Excuse excuse : List.of(divides, throwing, recursion)) {
            excuse.reportUnused(findings);
        }
        return List.copyOf(findings);
    }

    // ---- classes and fields

    private void checkClass(ClassNode node) {
        String name = dotted(node.name);
        if ((node.version & 0xffff) > Opcodes.V1_8) {
            findings.add(name + ": class version " + (node.version & 0xffff));
        }
        if ((node.access & Opcodes.ACC_ENUM) != 0) {
            findings.add(name + ": enum");
        }
        checkClassReference(name, node.superName);
        for (String each : node.interfaces) {
            checkClassReference(name, each);
        }
        for (FieldNode field : node.fields) {
            String at = name + "." + field.name;
            boolean isStatic = (field.access & Opcodes.ACC_STATIC) != 0;
            if (isStatic && (field.access & Opcodes.ACC_FINAL) == 0) {
                findings.add(at + ": static mutable field");
            }
            checkType(at, Type.getType(field.desc));
        }
        for (MethodNode method : node.methods) {
            checkMethod(node, method);
        }
    }

    // ---- methods

    private void checkMethod(ClassNode node, MethodNode method) {
        String at = dotted(node.name) + "." + method.name;
        if ((method.access & Opcodes.ACC_NATIVE) != 0) {
            findings.add(at + ": native");
        }
        if ((method.access & Opcodes.ACC_SYNCHRONIZED) != 0) {
            findings.add(at + ": synchronized method");
        }
        checkType(at, Type.getMethodType(method.desc));
        for (String each : method.exceptions) {
            checkClassReference(at, each);
        }
        if (method.name.equals("<clinit>")) {
            checkClassInitialiser(node, method, at);
            return;
        }
        boolean inInterface = (node.access & Opcodes.ACC_INTERFACE) != 0;
        if (inInterface && (method.access & Opcodes.ACC_ABSTRACT) == 0) {
            findings.add(at + ": default or static interface method");
        }
        for (TryCatchBlockNode each : method.tryCatchBlocks) {
            if (each.type != null) {
                checkClassReference(at, each.type);
            }
        }
        Frame<SourceValue>[] frames = dataFlow(node, method);
        for (int i = 0; i < method.instructions.size(); i++) {
            AbstractInsnNode insn = method.instructions.get(i);
            if (insn.getOpcode() >= 0) {
                checkReferences(at, insn);
                checkAllocation(at, method, insn);
                checkArithmetic(at, method, insn, frames[i], frames);
                checkControl(at, method, insn);
            }
        }
    }

    /**
     * Constants stored into fields are data; anything else runs code when the class is first used.
     */
    private void checkClassInitialiser(ClassNode node, MethodNode method, String at) {
        for (AbstractInsnNode insn : method.instructions) {
            int opcode = insn.getOpcode();
            boolean isStore =
                    opcode == Opcodes.PUTSTATIC && ((FieldInsnNode) insn).owner.equals(node.name);
            boolean isConstant = opcode >= Opcodes.ICONST_M1 && opcode <= Opcodes.LDC;
            boolean isText = opcode == Opcodes.LDC && ((LdcInsnNode) insn).cst instanceof Type;
            if (opcode >= 0 && opcode != Opcodes.RETURN && !isStore && (!isConstant || isText)) {
                findings.add(at + ": class initialiser with work");
                return;
            }
        }
    }

    private void checkAllocation(String at, MethodNode method, AbstractInsnNode insn) {
        if (ALLOCATING_CODE.contains(method.name)) {
            return;
        }
        switch (insn.getOpcode()) {
            case Opcodes.NEW -> {
                String type = ((TypeInsnNode) insn).desc;
                boolean isThrowable = type.endsWith("Exception") || type.endsWith("Error");
                if (!(isThrowable && throwing.covers(at))) {
                    findings.add(at + ": allocates " + dotted(type));
                }
            }
            case Opcodes.NEWARRAY, Opcodes.ANEWARRAY, Opcodes.MULTIANEWARRAY ->
                    findings.add(at + ": allocates an array");
            case Opcodes.INVOKEVIRTUAL -> {
                MethodInsnNode call = (MethodInsnNode) insn;
                if (call.owner.startsWith("[") && call.name.equals("clone")) {
                    findings.add(at + ": allocates an array by clone");
                }
            }
            default -> {}
        }
    }

    private void checkControl(String at, MethodNode method, AbstractInsnNode insn) {
        switch (insn.getOpcode()) {
            case Opcodes.MONITORENTER -> findings.add(at + ": synchronized block");
            case Opcodes.INVOKEDYNAMIC ->
                    findings.add(at + ": invokedynamic " + ((InvokeDynamicInsnNode) insn).name);
            case Opcodes.ATHROW -> {
                if (!method.name.equals("<init>") && !throwing.covers(at)) {
                    findings.add(at + ": throws");
                }
            }
            default -> {}
        }
    }

    // ---- arithmetic

    private void checkArithmetic(
            String at,
            MethodNode method,
            AbstractInsnNode insn,
            Frame<SourceValue> frame,
            Frame<SourceValue>[] frames) {
        int opcode = insn.getOpcode();
        if (isFloatingPoint(insn)) {
            findings.add(at + ": floating point");
        }
        if (frame == null) {
            return; // javac leaves no dead code; a class file from elsewhere may
        }
        switch (opcode) {
            case Opcodes.ISHL, Opcodes.ISHR, Opcodes.IUSHR -> {
                if (!isBounded(top(frame), method, frames, 31)) {
                    findings.add(at + ": shift by an unmasked variable");
                }
            }
            case Opcodes.LSHL, Opcodes.LSHR, Opcodes.LUSHR -> {
                if (!isBounded(top(frame), method, frames, 63)) {
                    findings.add(at + ": shift by an unmasked variable");
                }
            }
            case Opcodes.IDIV, Opcodes.IREM -> {
                if (!isNonZeroConstant(top(frame)) && !divides.covers(at)) {
                    findings.add(at + ": division by a variable");
                }
            }
            case Opcodes.LDIV, Opcodes.LREM -> {
                if (!divides.covers(at)) {
                    findings.add(at + ": 64-bit division");
                }
            }
            default -> {}
        }
    }

    /**
     * Whether a shift count is a constant, or masked by one, that is at most the word's last bit.
     */
    private static boolean isBounded(
            SourceValue count, MethodNode method, Frame<SourceValue>[] frames, int last) {
        for (AbstractInsnNode source : count.insns) {
            boolean bounded = isConstantWithin(source, last);
            if (source.getOpcode() == Opcodes.IAND) {
                Frame<SourceValue> frame = frames[method.instructions.indexOf(source)];
                bounded =
                        allWithin(top(frame), last)
                                || allWithin(frame.getStack(frame.getStackSize() - 2), last);
            }
            if (!bounded) {
                return false;
            }
        }
        return !count.insns.isEmpty();
    }

    private static boolean allWithin(SourceValue value, int last) {
        return !value.insns.isEmpty()
                && value.insns.stream().allMatch(each -> isConstantWithin(each, last));
    }

    private static boolean isConstantWithin(AbstractInsnNode insn, int last) {
        Integer constant = intConstant(insn);
        return constant != null && constant >= 0 && constant <= last;
    }

    private static boolean isNonZeroConstant(SourceValue value) {
        return !value.insns.isEmpty()
                && value.insns.stream()
                        .map(SubsetGate::intConstant)
                        .allMatch(each -> each != null && each != 0);
    }

    private static Integer intConstant(AbstractInsnNode insn) {
        int opcode = insn.getOpcode();
        if (opcode >= Opcodes.ICONST_M1 && opcode <= Opcodes.ICONST_5) {
            return opcode - Opcodes.ICONST_0;
        }
        if (opcode == Opcodes.BIPUSH || opcode == Opcodes.SIPUSH) {
            return ((IntInsnNode) insn).operand;
        }
        return insn instanceof LdcInsnNode load && load.cst instanceof Integer value ? value : null;
    }

    private static boolean isFloatingPoint(AbstractInsnNode insn) {
        int opcode = insn.getOpcode();
        if (insn instanceof LdcInsnNode load) {
            return load.cst instanceof Float || load.cst instanceof Double;
        }
        if (insn instanceof VarInsnNode) {
            return opcode == Opcodes.FLOAD
                    || opcode == Opcodes.DLOAD
                    || opcode == Opcodes.FSTORE
                    || opcode == Opcodes.DSTORE;
        }
        if (opcode == Opcodes.NEWARRAY) {
            int element = ((IntInsnNode) insn).operand;
            return element == Opcodes.T_FLOAT || element == Opcodes.T_DOUBLE;
        }
        return insn instanceof InsnNode && FLOATING_POINT.contains(opcode);
    }

    // spotless:off
    private static final Set<Integer> FLOATING_POINT =
            Set.of(
                    Opcodes.FCONST_0, Opcodes.FCONST_1, Opcodes.FCONST_2,
                    Opcodes.DCONST_0, Opcodes.DCONST_1,
                    Opcodes.FALOAD, Opcodes.DALOAD, Opcodes.FASTORE, Opcodes.DASTORE,
                    Opcodes.FADD, Opcodes.FSUB, Opcodes.FMUL, Opcodes.FDIV, Opcodes.FREM,
                    Opcodes.DADD, Opcodes.DSUB, Opcodes.DMUL, Opcodes.DDIV, Opcodes.DREM,
                    Opcodes.FNEG, Opcodes.DNEG,
                    Opcodes.I2F, Opcodes.I2D, Opcodes.L2F, Opcodes.L2D,
                    Opcodes.F2I, Opcodes.F2L, Opcodes.F2D, Opcodes.D2I, Opcodes.D2L, Opcodes.D2F,
                    Opcodes.FCMPL, Opcodes.FCMPG, Opcodes.DCMPL, Opcodes.DCMPG,
                    Opcodes.FRETURN, Opcodes.DRETURN);
    // spotless:on

    private static Frame<SourceValue>[] dataFlow(ClassNode node, MethodNode method) {
        try {
            return new Analyzer<>(new Origins()).analyzeAndComputeMaxs(node.name, method);
        } catch (AnalyzerException e) {
            throw new IllegalStateException(node.name + "." + method.name, e);
        }
    }

    /**
     * Where a value was made, followed through local variables. A parameter is made by nobody
     * known.
     */
    private static final class Origins extends SourceInterpreter {
        private final AbstractInsnNode caller = new InsnNode(Opcodes.NOP);

        Origins() {
            super(Opcodes.ASM9);
        }

        @Override
        public SourceValue copyOperation(AbstractInsnNode insn, SourceValue value) {
            return value;
        }

        @Override
        public SourceValue newParameterValue(boolean isInstance, int local, Type type) {
            return new SourceValue(type.getSize(), caller);
        }
    }

    private static SourceValue top(Frame<SourceValue> frame) {
        return frame.getStack(frame.getStackSize() - 1);
    }

    // ---- references

    private void checkReferences(String at, AbstractInsnNode insn) {
        if (insn instanceof TypeInsnNode type) {
            checkType(at, Type.getObjectType(type.desc));
        } else if (insn instanceof MultiANewArrayInsnNode array) {
            checkType(at, Type.getType(array.desc));
        } else if (insn instanceof LdcInsnNode load && load.cst instanceof Type) {
            findings.add(at + ": class literal");
        } else if (insn instanceof FieldInsnNode field) {
            checkMember(at, field.owner, field.name);
            checkType(at, Type.getType(field.desc));
        } else if (insn instanceof MethodInsnNode call && !call.owner.startsWith("[")) {
            checkMember(at, call.owner, call.name);
            checkType(at, Type.getMethodType(call.desc));
        } else if (insn instanceof InvokeDynamicInsnNode call) {
            checkType(at, Type.getMethodType(call.desc));
        }
    }

    private void checkMember(String at, String owner, String member) {
        if (checkClassReference(at, owner) && LIBRARY.containsKey(owner)) {
            Set<String> members = LIBRARY.get(owner);
            if (!members.isEmpty() && !members.contains(member)) {
                findings.add(at + ": refers to " + dotted(owner) + "." + member);
            }
        }
    }

    private void checkType(String at, Type type) {
        switch (type.getSort()) {
            case Type.FLOAT, Type.DOUBLE -> findings.add(at + ": floating point");
            case Type.ARRAY -> checkType(at, type.getElementType());
            case Type.OBJECT -> checkClassReference(at, type.getInternalName());
            case Type.METHOD -> {
                checkType(at, type.getReturnType());
                for (Type each : type.getArgumentTypes()) {
                    checkType(at, each);
                }
            }
            default -> {}
        }
    }

    private boolean checkClassReference(String at, String name) {
        if (LIBRARY.containsKey(name) || packages.stream().anyMatch(each -> isIn(name, each))) {
            return true;
        }
        findings.add(at + ": refers to " + dotted(name));
        return false;
    }

    private static boolean isIn(String name, String packagePrefix) {
        return name.startsWith(packagePrefix) && name.indexOf('/', packagePrefix.length()) < 0;
    }

    // ---- recursion: cycles of calls, overriding included; interface calls are not followed

    private void checkRecursion() {
        Map<String, Set<String>> calls = new TreeMap<>();
        for (ClassNode node : classes.values()) {
            for (MethodNode method : node.methods) {
                calls.put(node.name + "." + method.name + method.desc, callees(method));
            }
        }
        for (String start : calls.keySet()) {
            List<String> cycle = shortestCycle(start, calls);
            if (!cycle.isEmpty() && !recursion.covers(nameOf(start))) {
                List<String> path = cycle.stream().map(SubsetGate::nameOf).toList();
                findings.add(nameOf(start) + ": recursion (" + String.join(" -> ", path) + ")");
            }
        }
    }

    private Set<String> callees(MethodNode method) {
        Set<String> callees = new TreeSet<>();
        for (AbstractInsnNode insn : method.instructions) {
            if (insn instanceof MethodInsnNode call
                    && call.getOpcode() != Opcodes.INVOKEINTERFACE
                    && classes.containsKey(call.owner)) {
                String signature = call.name + call.desc;
                addDeclaration(call.owner, signature, callees);
                if (call.getOpcode() == Opcodes.INVOKEVIRTUAL) {
                    addOverriding(call.owner, signature, callees);
                }
            }
        }
        return callees;
    }

    private void addDeclaration(String owner, String signature, Set<String> callees) {
        for (ClassNode at = classes.get(owner); at != null; at = classes.get(at.superName)) {
            if (declares(at, signature)) {
                callees.add(at.name + "." + signature);
                return;
            }
        }
    }

    private void addOverriding(String owner, String signature, Set<String> callees) {
        for (ClassNode each : classes.values()) {
            if (declares(each, signature) && isSubclass(each, owner)) {
                callees.add(each.name + "." + signature);
            }
        }
    }

    private boolean isSubclass(ClassNode node, String ancestor) {
        for (ClassNode at = node; at != null; at = classes.get(at.superName)) {
            if (ancestor.equals(at.superName)) {
                return true;
            }
        }
        return false;
    }

    private static boolean declares(ClassNode node, String signature) {
        return node.methods.stream().anyMatch(each -> signature.equals(each.name + each.desc));
    }

    /**
     * Breadth first from a method back to itself, not through excused methods; empty if there is no
     * way.
     */
    private List<String> shortestCycle(String start, Map<String, Set<String>> calls) {
        Map<String, String> caller = new TreeMap<>();
        Deque<String> queue = new ArrayDeque<>(List.of(start));
        while (!queue.isEmpty()) {
            String at = queue.remove();
            for (String callee : calls.getOrDefault(at, Set.of())) {
                if (callee.equals(start)) {
                    return path(start, at, caller);
                }
                if (!recursion.methods.contains(nameOf(callee))
                        && caller.putIfAbsent(callee, at) == null) {
                    queue.add(callee);
                }
            }
        }
        return List.of();
    }

    private static List<String> path(String start, String last, Map<String, String> caller) {
        List<String> path = new ArrayList<>(List.of(start));
        for (String at = last; !at.equals(start); at = caller.get(at)) {
            path.add(0, at);
        }
        path.add(0, start);
        return path;
    }

    private static String nameOf(String method) {
        return dotted(method.substring(0, method.indexOf('(')));
    }

    private static String dotted(String internalName) {
        return internalName.replace('/', '.');
    }

    /** Methods excused from one rule, and those that made use of it. */
    private static final class Excuse {
        final String what;
        final Set<String> methods = new TreeSet<>();
        final Set<String> used = new TreeSet<>();

        Excuse(String what) {
            this.what = what;
        }

        boolean covers(String method) {
            return methods.contains(method) && (used.contains(method) || used.add(method));
        }

        void reportUnused(Set<String> findings) {
            for (String each : methods) {
                if (!used.contains(each)) {
                    findings.add(each + ": may " + what + ", but does not");
                }
            }
        }
    }
}
