using static TorchSharp.torch;

namespace TorchSharp;

/// <summary>A number on its way into an operator. libtorch knows integers, doubles and truth values.</summary>
public sealed class Scalar : IDisposable
{
    private Scalar(ScalarType type, long integer, double number)
    {
        Type = type;
        Integer = integer;
        Number = number;
    }

    public ScalarType Type { get; }

    internal long Integer { get; }

    internal double Number { get; }

    internal static Scalar OfInteger(long value) => new(ScalarType.Int64, value, value);

    internal static Scalar OfNumber(double value) => new(ScalarType.Float64, 0, value);

    internal static Scalar OfTruth(bool value) => new(ScalarType.Bool, value ? 1 : 0, value ? 1 : 0);

    public static implicit operator Scalar(byte value) => OfInteger(value);

    public static implicit operator Scalar(sbyte value) => OfInteger(value);

    public static implicit operator Scalar(short value) => OfInteger(value);

    public static implicit operator Scalar(int value) => OfInteger(value);

    public static implicit operator Scalar(long value) => OfInteger(value);

    public static implicit operator Scalar(float value) => OfNumber(value);

    public static implicit operator Scalar(double value) => OfNumber(value);

    public static implicit operator Scalar(bool value) => OfTruth(value);

    public void Dispose() { }
}

public static class ScalarExtensionMethods
{
    public static Scalar ToScalar(this double value) => value;

    public static Scalar ToScalar(this int value) => value;

    public static Scalar ToScalar(this long value) => value;

    public static float ToSingle(this Scalar value) => (float)value.Number;

    public static double ToDouble(this Scalar value) => value.Number;

    public static byte ToByte(this Scalar value) => (byte)value.ToInt64();

    public static short ToInt16(this Scalar value) => (short)value.ToInt64();

    public static int ToInt32(this Scalar value) => (int)value.ToInt64();

    public static long ToInt64(this Scalar value) =>
        value.Type == ScalarType.Float64 ? (long)value.Number : value.Integer;

    public static bool ToBoolean(this Scalar value) => value.Number != 0;
}
