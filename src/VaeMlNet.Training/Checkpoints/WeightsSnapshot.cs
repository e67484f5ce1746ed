using static TorchSharp.torch;

namespace VaeMlNet;

/// <summary>A copy of a network's parameters and buffers in memory, from which the network can be restored.</summary>
internal sealed class WeightsSnapshot : IDisposable
{
    private readonly Dictionary<string, Tensor> state;

    private WeightsSnapshot(Dictionary<string, Tensor> state)
    {
        this.state = state;
    }

    /// <summary>Copies the state of a network. The copy belongs to no dispose scope; the caller must dispose it.</summary>
    public static WeightsSnapshot Take(nn.Module network)
    {
        using var noGrad = no_grad();
        return new(
            network
                .state_dict()
                .ToDictionary(entry => entry.Key, entry => entry.Value.detach().clone().DetachFromDisposeScope())
        );
    }

    /// <summary>Restores the state of the network that it was taken from.</summary>
    public void RestoreTo(nn.Module network)
    {
        using var noGrad = no_grad();
        using var scope = NewDisposeScope(); // in-place operators can return another handle to their tensor
        foreach (var (name, tensor) in network.state_dict())
        {
            tensor.copy_(state[name]);
        }
    }

    /// <summary>Writes the state in the format of <see cref="nn.Module.save(string, IList{string})"/>.</summary>
    public void Save(BinaryWriter writer) => nn.Module.save_state_dict(writer, state);

    public void Dispose()
    {
        foreach (var tensor in state.Values)
        {
            tensor.Dispose();
        }
    }
}

/// <summary>Writes and reads the weights of a network in a checkpoint.</summary>
internal static class NetworkWeights
{
    /// <summary>Writes the weights of a network, and returns their checksum.</summary>
    public static string Write(CheckpointFolder files, VariationalAutoencoder network)
    {
        using var scope = NewDisposeScope();
        return files.Put(CheckpointFolder.Weights, writer => network.save(writer));
    }

    /// <summary>Reads weights from a file into a network.</summary>
    public static void Read(VariationalAutoencoder network, string path)
    {
        using CheckpointReader reader = new(path);
        network.load(reader);
    }
}
