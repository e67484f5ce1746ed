using System.Buffers.Binary;
using Microsoft.ML.Data;
using TorchSharp;

namespace Quickstart;

/// <summary>An MNIST digit as an ML.NET row.</summary>
internal sealed class Digit
{
    /// <summary>The number of pixels along an edge.</summary>
    public const int Edge = 28;

    private const int ImageHeader = 16; // bytes
    private const int LabelHeader = 8;

    public static string[] Files =>
        ["train-images-idx3-ubyte", "train-labels-idx1-ubyte", "t10k-images-idx3-ubyte", "t10k-labels-idx1-ubyte"];

    /// <summary>Gets or sets the gray levels in [0, 1], row by row.</summary>
    [VectorType(Edge * Edge)]
    public float[] Features { get; set; } = [];

    public int Label { get; set; }

    public bool IsTurned { get; set; }

    /// <summary>Reads the images and labels of a part of MNIST: "train" or "t10k".</summary>
    public static Digit[] Read(string folder, string part)
    {
        var images = File.ReadAllBytes(Path.Combine(folder, $"{part}-images-idx3-ubyte"));
        var labels = File.ReadAllBytes(Path.Combine(folder, $"{part}-labels-idx1-ubyte"));
        var count = BinaryPrimitives.ReadInt32BigEndian(labels.AsSpan(4));
        return
        [
            .. Enumerable
                .Range(0, count)
                .Select(i => new Digit
                {
                    Features = [.. images.Skip(ImageHeader + i * Edge * Edge).Take(Edge * Edge).Select(b => b / 255f)],
                    Label = labels[LabelHeader + i],
                }),
        ];
    }

    /// <summary>Copies the images to a tensor, float32 [N, 784].</summary>
    public static torch.Tensor ToTensor(Digit[] digits)
    {
        var values = new float[digits.Length * Edge * Edge];
        for (var i = 0; i < digits.Length; i++)
        {
            digits[i].Features.CopyTo(values, i * Edge * Edge);
        }

        return torch.tensor(values, [digits.Length, Edge * Edge]);
    }

    /// <summary>Returns the digits, some of which are turned clockwise by 90 degrees. The seed selects them.</summary>
    public static Digit[] Turn(Digit[] digits, int count, int seed)
    {
        int[] order = [.. Enumerable.Range(0, digits.Length)];
        new Random(seed).Shuffle(order);
        Digit[] result = [.. digits];
        foreach (var i in order.Take(count))
        {
            // Clockwise: the left column, from bottom to top, becomes the top row.
            var image = digits[i].Features;
            float[] turned =
            [
                .. Enumerable.Range(0, Edge * Edge).Select(p => image[(Edge - 1 - p % Edge) * Edge + p / Edge]),
            ];
            result[i] = new Digit
            {
                Features = turned,
                Label = digits[i].Label,
                IsTurned = true,
            };
        }

        return result;
    }
}
