using TorchSharp.Modules;
using static TorchSharp.torch;

namespace VaeMlNet;

/// <summary>A copy of the network and the optimizers after an epoch, in memory.</summary>
/// <param name="weights">The copy of the network.</param>
/// <param name="optimizers">The states of the optimizers, one after the other.</param>
internal sealed class EpochSnapshot(WeightsSnapshot weights, byte[] optimizers) : IDisposable
{
    /// <summary>Copies network and optimizers. The caller must dispose the copy.</summary>
    public static EpochSnapshot Take(nn.Module network, IReadOnlyList<OptimizerHelper> optimizers)
    {
        using var scope = NewDisposeScope();
        using MemoryStream states = new();
        using BinaryWriter writer = new(states);
        foreach (var optimizer in optimizers)
        {
            optimizer.save_state_dict(writer);
        }

        writer.Flush();
        return new EpochSnapshot(WeightsSnapshot.Take(network), states.ToArray());
    }

    public void RestoreTo(nn.Module network, IReadOnlyList<OptimizerHelper> restored)
    {
        weights.RestoreTo(network);
        using BinaryReader reader = new(new MemoryStream(optimizers));
        foreach (var optimizer in restored)
        {
            optimizer.load_state_dict(reader);
        }
    }

    public void Dispose() => weights.Dispose();
}
