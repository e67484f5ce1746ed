using TorchSharp.Modules;
using static TorchSharp.torch;

namespace VaeMlNet;

/// <summary>Network and optimizers as they were after an epoch, in memory.</summary>
/// <param name="weights">The network's.</param>
/// <param name="optimizers">The optimizers' states, one after the other.</param>
internal sealed class EpochSnapshot(WeightsSnapshot weights, byte[] optimizers) : IDisposable
{
    /// <summary>Copies them; the caller disposes the copy.</summary>
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

    /// <summary>Puts them back.</summary>
    public void RestoreTo(nn.Module network, IReadOnlyList<OptimizerHelper> restored)
    {
        weights.RestoreTo(network);
        using BinaryReader reader = new(new MemoryStream(optimizers));
        foreach (var optimizer in restored)
        {
            optimizer.load_state_dict(reader);
        }
    }

    /// <inheritdoc />
    public void Dispose() => weights.Dispose();
}
