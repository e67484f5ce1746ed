using static TorchSharp.torch;

namespace VaeMlNet;

/// <summary>
/// Seeds torch's global generator during an epoch, for networks with layers that use it: TorchSharp's Dropout cannot use
/// another generator. Disposing it restores the generator's state.
/// </summary>
internal sealed class LayerNoise : IDisposable
{
    private readonly Tensor? state;

    private LayerNoise(Tensor? state)
    {
        this.state = state;
    }

    /// <summary>Seeds the generator if the network has such layers.</summary>
    public static LayerNoise Seed(nn.Module network, int seed, int epoch)
    {
        if (!IsNeeded(network))
        {
            return new LayerNoise(null);
        }

        var state = get_rng_state().DetachFromDisposeScope();
        var derived = unchecked((long)EpochRandomness.DeriveSeed(seed, EpochRandomness.Purpose.Layers, epoch));
        manual_seed(derived);
        cuda.manual_seed_all(derived);
        return new LayerNoise(state);
    }

    /// <summary>Returns whether the network has layers that use the global generator.</summary>
    public static bool IsNeeded(nn.Module network) => network.modules().Any(MayDraw);

    public void Dispose()
    {
        if (state is not null)
        {
            set_rng_state(state);
            state.Dispose();
        }
    }

    // Custom modules can use the generator, too.
    private static bool MayDraw(nn.Module module)
    {
        var type = module.GetType();
        return type.Assembly == typeof(nn.Module).Assembly
            ? type.Name.Contains("Dropout", StringComparison.Ordinal)
            : type.Assembly != typeof(LayerNoise).Assembly;
    }
}
