using VaeMlNet;
using VaeMlNet.Onnx;

namespace Fuzzing.Tests;

/// <summary>A tensor of any element type, as an initializer or in an attribute.</summary>
internal sealed record FuzzTensor(string Name, int Type, long[] Shape, byte[] Data)
{
    private static readonly int[] Types = [1, 1, 1, 1, 7, 7, 7, 6, 9, 2, 3, 10, 11, 12, 13, 5, 4];
    private static readonly long[] Sizes = [1, 1, 2, 2, 3, 4, 6, 8];
    private static readonly long[] Numbers =
    [
        0,
        0,
        1,
        1,
        1,
        2,
        2,
        3,
        4,
        5,
        6,
        -1,
        -1,
        -2,
        -3,
        7,
        16,
        255,
        int.MaxValue,
        int.MinValue,
        long.MaxValue,
        long.MinValue,
        1L << 40,
        1L << 24,
        -(1L << 40),
    ];

    /// <summary>Creates a random tensor. The element type is random unless it is given.</summary>
    public static FuzzTensor Random(Random random, string name, int? type = null, long[]? shape = null)
    {
        var elementType = type ?? Types[random.Next(Types.Length)];
        shape ??= RandomShape(random);
        var count = shape.Aggregate(1L, (product, size) => product * size);
        var data = new byte[count * SizeOf(elementType)];
        var isExtreme = random.Next(3) == 0;
        for (var i = 0; i < count; i++)
        {
            Element(random, elementType, isExtreme).CopyTo(data, i * SizeOf(elementType));
        }

        return new(name, elementType, shape, data);
    }

    public static long RandomNumber(Random random, bool isExtreme) =>
        isExtreme ? Numbers[random.Next(Numbers.Length)] : Numbers[random.Next(15)];

    public static long[] RandomShape(Random random)
    {
        var shape = new long[
            random.Next(10) switch
            {
                0 or 1 => 0,
                < 6 => 1,
                6 or 7 => 2,
                8 => 3,
                _ => 4,
            }
        ];
        for (var i = 0; i < shape.Length; i++)
        {
            shape[i] = random.Next(40) == 0 ? 0 : Sizes[random.Next(Sizes.Length)];
        }

        return shape;
    }

    public ProtobufWriter ToMessage() => OnnxMessages.Tensor(Name, Type, Shape, Data);

    private static int SizeOf(int type) =>
        type switch
        {
            2 or 3 or 9 => 1,
            4 or 5 or 10 => 2,
            7 or 11 or 13 => 8,
            _ => 4,
        };

    private static byte[] Element(Random random, int type, bool isExtreme)
    {
        var number = RandomNumber(random, isExtreme);
        var real = isExtreme
            ? random.Next(6) switch
            {
                0 => double.NaN,
                1 => double.PositiveInfinity,
                2 => double.NegativeInfinity,
                3 => 1e-40,
                4 => -3e38,
                _ => number,
            }
            : random.NextDouble() * 4 - 2;
        return type switch
        {
            1 => BitConverter.GetBytes(random.Next(3) == 0 ? (float)number : (float)real),
            10 => BitConverter.GetBytes((Half)real),
            11 => BitConverter.GetBytes(real),
            9 => [(byte)random.Next(2)],
            _ => BitConverter.GetBytes(number)[..SizeOf(type)],
        };
    }
}
