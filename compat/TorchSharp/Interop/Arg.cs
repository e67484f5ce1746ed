using static TorchSharp.torch;

namespace TorchSharp.Interop;

/// <summary>An argument of an operator, implicitly converted from what C# callers hold.</summary>
internal readonly struct Arg
{
    private Arg(ValueKind kind, long bits, object reference = null, int count = 0)
    {
        Kind = kind;
        Bits = bits;
        Reference = reference;
        Count = count;
    }

    public ValueKind Kind { get; }

    public long Bits { get; }

    public object Reference { get; }

    public int Count { get; }

    public static Arg None => default;

    public static Arg Optional(double? value) => value.HasValue ? value.Value : None;

    public static Arg Optional(long? value) => value.HasValue ? value.Value : None;

    public static implicit operator Arg(Tensor value) => value is null ? None : new(ValueKind.Tensor, 0, value);

    public static implicit operator Arg(Tensor[] value) => new(ValueKind.TensorList, 0, value, value.Length);

    public static implicit operator Arg(long value) => new(ValueKind.Int, value);

    public static implicit operator Arg(double value) => new(ValueKind.Double, BitConverter.DoubleToInt64Bits(value));

    public static implicit operator Arg(bool value) => new(ValueKind.Bool, value ? 1 : 0);

    public static implicit operator Arg(long[] value) =>
        value is null ? None : new(ValueKind.IntList, 0, value, value.Length);

    public static implicit operator Arg(string value) => new(ValueKind.String, 0, value);

    public static implicit operator Arg(Scalar value) =>
        value is null ? None
        : value.Type == ScalarType.Float64 ? value.Number
        : value.Type == ScalarType.Bool ? value.Integer != 0
        : value.Integer;

    public static implicit operator Arg(ScalarType value) => new(ValueKind.Int, (long)value);

    public static implicit operator Arg(ScalarType? value) => value.HasValue ? value.Value : None;

    public static implicit operator Arg(Generator value) => value is null ? None : new(ValueKind.Generator, 0, value);

    public static implicit operator Arg(Device value) =>
        value is null ? None : new(ValueKind.Device, (long)value.type, null, value.index);
}
