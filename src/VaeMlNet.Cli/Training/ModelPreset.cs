namespace VaeMlNet.Cli.Training;

/// <summary>The values of <c>--model</c>.</summary>
internal static class ModelPreset
{
    /// <summary>784-400-20 for MNIST.</summary>
    public const string Mnist = "mnist";

    /// <summary>784-128-64-2 for MNIST: two latents, to be drawn on a plane.</summary>
    public const string Mnist2D = "mnist-2d";

    /// <summary>Sizes and likelihood by option, for any data.</summary>
    public const string FullyConnected = "fully-connected";

    /// <summary>All of them.</summary>
    public static IReadOnlyList<string> All { get; } = [Mnist, Mnist2D, FullyConnected];

    /// <summary>Hidden sizes and latents of a preset for MNIST.</summary>
    public static (int[] HiddenDims, int LatentDim) Sizes(string model) =>
        model == Mnist ? ([400], 20) : ([128, 64], 2);
}
