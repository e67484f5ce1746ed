using System.Buffers.Binary;
using static TorchSharp.torch;

namespace VaeMlNet.Tests;

/// <summary>MNIST from the folder that VAEMLNET_MNIST names. Tests that need it are skipped without it.</summary>
internal static class Mnist
{
    public static Tensor TrainImages() => Read("train-images-idx3-ubyte");

    public static Tensor TestImages() => Read("t10k-images-idx3-ubyte");

    /// <summary>Reads images as float32 [N, 784] in [0, 1]. IDX: four big-endian numbers, then a byte per pixel.</summary>
    private static Tensor Read(string name)
    {
        var folder = Environment.GetEnvironmentVariable("VAEMLNET_MNIST");
        if (string.IsNullOrEmpty(folder))
        {
            Assert.Ignore("VAEMLNET_MNIST does not name a folder with MNIST's IDX files.");
        }

        var bytes = File.ReadAllBytes(Path.Combine(folder!, name));
        var count = BinaryPrimitives.ReadInt32BigEndian(bytes.AsSpan(4));
        return tensor(Array.ConvertAll(bytes[16..], pixel => pixel / 255f), [count, 784]);
    }
}
