using System.Buffers.Binary;

namespace VaeMlNet.Benchmarks;

/// <summary>Reads MNIST's training images.</summary>
internal static class MnistImages
{
    private const string FileName = "train-images-idx3-ubyte";
    private const int HeaderLength = 16;

    /// <summary>Reads the first training images as arrays of gray levels in [0, 1].</summary>
    /// <param name="folder">The folder of MNIST's files.</param>
    /// <param name="count">The largest number of images.</param>
    /// <exception cref="CommandException">There is no such file, or it does not have the format of MNIST's file.</exception>
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

    /// <summary>Reads all training images, one after the other, one byte for each pixel.</summary>
    /// <exception cref="CommandException">There is no such file, or it does not have the format of MNIST's file.</exception>
    public static ReadOnlyMemory<byte> ReadPixels(string folder)
    {
        var path = Find(folder);
        var file = File.ReadAllBytes(path);
        var rowCount = file.Length < HeaderLength ? 0 : BinaryPrimitives.ReadInt32BigEndian(file.AsSpan(4));
        if (file.Length != HeaderLength + ((long)rowCount * Digit.PixelCount))
        {
            throw new CommandException(
                $"'{path}' has {file.Length} bytes, which differs from its header. Delete it and run the benchmark with build.sh, which fetches it again."
            );
        }

        return file.AsMemory(HeaderLength);
    }

    /// <summary>Returns the path of the file.</summary>
    /// <exception cref="CommandException">There is no such file.</exception>
    public static string Find(string folder)
    {
        var path = Path.Combine(folder, FileName);
        return File.Exists(path)
            ? path
            : throw new CommandException(
                $"There is no '{path}'. Run dotnet cake --target=Quickstart, which fetches MNIST, or name its folder with --mnist."
            );
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
