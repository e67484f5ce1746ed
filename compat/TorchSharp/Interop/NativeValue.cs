using System.Runtime.InteropServices;

namespace TorchSharp.Interop;

/// <summary>The kind of a <see cref="NativeValue"/>. shim.h has the same numbers.</summary>
internal enum ValueKind
{
    None = 0,
    Tensor = 1,
    Int = 2,
    Double = 3,
    Bool = 4,
    IntList = 5,
    TensorList = 6,
    String = 8,
    Generator = 9,
    Device = 10,
    Default = 11,
    BoolList = 12,
}

/// <summary>An argument or a result of an operator on its way through the C boundary.</summary>
[StructLayout(LayoutKind.Explicit, Size = 16)]
internal struct NativeValue
{
    [FieldOffset(0)]
    public ValueKind Kind;

    [FieldOffset(4)]
    public int Count;

    [FieldOffset(8)]
    public long Integer;

    [FieldOffset(8)]
    public double Number;

    [FieldOffset(8)]
    public IntPtr Pointer;
}

/// <summary>The hyperparameters of a fused Adam step; adam.cpp has the same fields.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct AdamSettings
{
    public double LearningRate;
    public double Beta1;
    public double Beta2;
    public double Eps;
    public double WeightDecay;
    public int Amsgrad;
    public int Maximize;
    public int Decoupled;
}
