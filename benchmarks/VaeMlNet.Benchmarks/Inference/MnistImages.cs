using System.Buffers.Binary;

namespace VaeMlNet.Benchmarks;

/// <summary>Reads MNIST's training images.</summary>
internal static class MnistImages
{
    private const string FileName = "train-images-idx3-ubyte";
    private const int HeaderLength = 16;

    /// <summary>The first training images, an array of gray levels in [0, 1] each.</summary>
    /// <param name="folder">Where MNIST's files are.</param>
    /// <param name="count">How many images at most.</param>
    /// <exception cref="InvalidDataException">The file is not what MNIST's is.</exception>
    public static float[][] Read(string folder, int count = int.MaxValue)
    {
        var pixels = ReadPixels(folder);
        return
        [
            .. Enumerable
                .Range(0, Math.Min(count, pixels.Length / Digit.PixelCount))
                .Select(row => Scale(pixels.Span.Slice(row * Digit.PixelCount, Digit.PixelCount))),
        ];
    }

    /// <summary>All training images one after the other, a byte per pixel.</summary>
    /// <exception cref="InvalidDataException">The file is not what MNIST's is.</exception>
    public static ReadOnlyMemory<byte> ReadPixels(string folder)
    {
        var path = Path.Combine(folder, FileName);
        var file = File.ReadAllBytes(path);
        var rowCount = file.Length < HeaderLength ? 0 : BinaryPrimitives.ReadInt32BigEndian(file.AsSpan(4));
        if (file.Length != HeaderLength + ((long)rowCount * Digit.PixelCount))
        {
            throw new InvalidDataException(
                $"'{path}' has {file.Length} bytes, which is not what its header says. Fetch it again with 'vaemlnet mnist'."
            );
        }

        return file.AsMemory(HeaderLength);
    }

    private static float[] Scale(ReadOnlySpan<byte> pixels)
    {
        var scaled = new float[pixels.Length];
        for (var i = 0; i < scaled.Length; i++)
        {
            scaled[i] = pixels[i] / 255f;
        }

        return scaled;
    }
}
