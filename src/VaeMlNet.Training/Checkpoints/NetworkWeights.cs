using System.Text;
using static TorchSharp.torch;

namespace VaeMlNet;

/// <summary>Writes and reads the weights of a network in a checkpoint.</summary>
internal static class NetworkWeights
{
    /// <summary>Writes the weights of a network, and returns their checksum.</summary>
    public static string Write(CheckpointFolder files, VariationalAutoencoder network)
    {
        using var scope = NewDisposeScope();
        return files.Put(
            CheckpointFolder.Weights,
            stream =>
            {
                using BinaryWriter writer = new(stream, Encoding.UTF8, leaveOpen: true);
                network.save(writer);
            }
        );
    }

    /// <summary>Reads weights from a file into a network.</summary>
    public static void Read(VariationalAutoencoder network, string path)
    {
        using CheckpointReader reader = new(path);
        network.load(reader);
    }
}
