using static TorchSharp.torch;

namespace VaeMlNet;

/// <summary>Compares the sizes that a checkpoint declares with those of its files, before memory is allocated for them.</summary>
internal static class NetworkSize
{
    private const int MostLayers = 10_000;
    private const int BytesPerNumber = sizeof(float);
    private const int BytesPerEntry = 256;

    /// <summary>Refuses options whose network has more weights than the file.</summary>
    /// <param name="description">The checkpoint.</param>
    /// <param name="options">The checked options of the checkpoint.</param>
    /// <param name="weightsLength">The length of the file with the weights, in bytes.</param>
    public static void Check(CheckpointDescription description, VaeTrainerOptions options, long weightsLength)
    {
        var least =
            BytesPerNumber
            * (
                LeastNumbers(
                    options.NetworkOrDefault,
                    // Not every mark of a missing cell or of an unseen category has weights.
                    description.Table?.ValueWidth
                        ?? description.InputDim,
                    (int)
                        Math.Min(
                            ((long)options.LatentDimOrDefault * options.Latent.WidthPerLatent)
                                + (options.Labels is SemiSupervisedLabelOptions ? description.Label!.KeyCount : 0),
                            int.MaxValue
                        )
                ) + options.Prior.LeastNumbers
            );
        if (least > weightsLength)
        {
            throw new InvalidDataException(
                FormattableString.Invariant(
                    $"the network has at least {least:0} bytes of weights, but the file has {weightsLength}"
                )
            );
        }
    }

    /// <summary>Returns the largest possible size of the file with a network's weights.</summary>
    public static long MostBytes(nn.Module network)
    {
        using var scope = NewDisposeScope();
        return BytesPerEntry
            + network
                .state_dict()
                .Sum(entry =>
                    (entry.Value.numel() * sizeof(double)) + (sizeof(int) * entry.Key.Length) + BytesPerEntry
                );
    }

    // Computed in floating point, which does not overflow.
    private static double LeastNumbers(VaeNetworkOptions network, int inputDim, int latentDim) =>
        network switch
        {
            FullyConnectedNetworkOptions connected => Dense([inputDim, .. connected.HiddenDims, latentDim])
                + Dense([latentDim, .. connected.DecoderHiddenDims ?? [.. connected.HiddenDims.Reverse()], inputDim]),
            ConvolutionalNetworkOptions image => Dense([image.Filters[^1], .. image.HiddenDims, latentDim])
                + Convolutions(image)
                + (image.DecoderHiddenDims is { } dims ? Dense([latentDim, .. dims, inputDim]) : Convolutions(image)),
            // Custom modules are created by the user's own code.
            _ => 0,
        };

    private static double Dense(int[] widths)
    {
        CheckLayers(widths);
        return widths.Zip(widths.Skip(1)).Sum(pair => (double)pair.First * pair.Second);
    }

    private static double Convolutions(ConvolutionalNetworkOptions image)
    {
        int[] channels = [image.Image.Channels, .. image.Filters];
        CheckLayers(channels);
        var kernel = (double)image.KernelSize * image.KernelSize;
        return channels.Zip(channels.Skip(1)).Sum(pair => kernel * pair.First * pair.Second);
    }

    private static void CheckLayers(int[] widths)
    {
        if (widths.Length > MostLayers)
        {
            throw new InvalidDataException($"the network has {widths.Length} layers, and the most is {MostLayers}");
        }
    }
}
