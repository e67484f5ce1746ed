using TorchSharp.Modules;
using static TorchSharp.torch;

namespace VaeMlNet;

/// <summary>What batch normalisation asks of batches.</summary>
internal static class BatchNormalization
{
    /// <summary>Whether a network normalises over the batch, so that a single row makes its variance NaN.</summary>
    public static bool IsIn(nn.Module network) => network.modules().Any(module => module is BatchNorm1d or BatchNorm2d);
}
