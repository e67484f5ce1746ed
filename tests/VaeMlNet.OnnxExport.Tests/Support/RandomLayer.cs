using TorchSharp;
using static TorchSharp.torch;

namespace VaeMlNet.OnnxExport.Tests;

/// <summary>Draws single layers with settings that TorchSharp accepts, far from the defaults.</summary>
internal sealed class RandomLayer
{
    private readonly Random random;

    private RandomLayer(int seed)
    {
        random = new Random(seed);
    }

    /// <summary>
    /// Creates a random layer. Also returns its input shape without the batch axis, and its settings in words. The same
    /// seed gives the same layer.
    /// </summary>
    public static (nn.Module<Tensor, Tensor> Layer, long[] InputShape, string Settings) Make(int seed)
    {
        manual_seed(seed);
        var draw = new RandomLayer(seed);
        var (layer, shape, settings) = draw.random.Next(6) switch
        {
            0 => draw.Convolution(),
            1 => draw.Transposed(),
            2 => draw.MaxPool(),
            3 => draw.AvgPool(),
            4 => draw.Upsample(),
            _ => draw.AdaptivePool(),
        };
        Layers.Randomize(layer);
        return (layer, shape, $"{layer.GetName()} {settings} on [{string.Join(", ", shape)}]");
    }

    private (nn.Module<Tensor, Tensor>, long[], string) Convolution()
    {
        var (groups, inside, outside) = (Draw(1, 3), Draw(1, 3), Draw(1, 3));
        var (kernel, stride, dilation) = (Pair(1, 4), Pair(1, 3), Pair(1, 2));
        var (padding, mode) = (Pair(0, 3), (PaddingModes)random.Next(4));
        var size = Sizes(dilation.Item1 * kernel.Item1 + 3, dilation.Item2 * kernel.Item2 + 3);
        var layer = nn.Conv2d(
            groups * inside,
            groups * outside,
            kernel,
            stride,
            padding,
            dilation,
            mode,
            groups,
            Flip()
        );
        return (layer, [groups * inside, .. size], $"{kernel} {stride} {padding} {dilation} {mode} {groups}");
    }

    private (nn.Module<Tensor, Tensor>, long[], string) Transposed()
    {
        var (groups, inside, outside) = (Draw(1, 3), Draw(1, 3), Draw(1, 3));
        var (kernel, stride, dilation) = (Pair(1, 4), Pair(1, 3), Pair(1, 2));
        var padding = (Draw(0, kernel.Item1 / 2), Draw(0, kernel.Item2 / 2));
        // Below the stride; or below the dilation, as TorchSharp allows, and within the padding.
        var extra = (
            Draw(0, Math.Max(stride.Item1, Math.Min(dilation.Item1, padding.Item1 + 1)) - 1),
            Draw(0, Math.Max(stride.Item2, Math.Min(dilation.Item2, padding.Item2 + 1)) - 1)
        );
        var layer = nn.ConvTranspose2d(
            groups * inside,
            groups * outside,
            kernel,
            stride,
            padding,
            extra,
            dilation,
            groups: groups,
            bias: Flip()
        );
        return (layer, [groups * inside, .. Sizes(2, 2)], $"{kernel} {stride} {padding} {extra} {dilation} {groups}");
    }

    private (nn.Module<Tensor, Tensor>, long[], string) MaxPool()
    {
        var (kernel, stride, dilation, ceil) = (Pair(1, 4), Pair(1, 4), Pair(1, 2), Flip());
        var padding = (Draw(0, kernel.Item1 / 2), Draw(0, kernel.Item2 / 2));
        var layer = nn.MaxPool2d(kernel, stride, padding, dilation, ceil);
        var size = Sizes(dilation.Item1 * kernel.Item1, dilation.Item2 * kernel.Item2);
        return (layer, [2, .. size], $"{kernel} {stride} {padding} {dilation} ceil {ceil}");
    }

    private (nn.Module<Tensor, Tensor>, long[], string) AvgPool()
    {
        var (kernel, stride, ceil, counts) = (Pair(1, 4), Pair(1, 4), Flip(), Flip());
        var padding = (Draw(0, kernel.Item1 / 2), Draw(0, kernel.Item2 / 2));
        long? divisor = Flip() ? Draw(1, 9) : null;
        var layer = nn.AvgPool2d(kernel, stride, padding, ceil, counts, divisor);
        return (layer, [2, .. Sizes(4, 4)], $"{kernel} {stride} {padding} ceil {ceil} counts {counts} by {divisor}");
    }

    private (nn.Module<Tensor, Tensor>, long[], string) Upsample()
    {
        var mode = new[] { UpsampleMode.Nearest, UpsampleMode.Bilinear, UpsampleMode.Bicubic }[random.Next(3)];
        bool? corners = mode == UpsampleMode.Nearest ? null : Flip();
        var size = Flip() ? Sizes(1, 1) : null;
        double[]? factors = size is null ? [0.4 + (random.NextDouble() * 3), Draw(1, 3)] : null;
        // A stated factor that does not give the size exactly is refused in these modes where it is ambiguous.
        bool? recompute = size is null && (mode != UpsampleMode.Bilinear || Flip());
        var layer = nn.Upsample(size, factors, mode, corners, recompute);
        var settings =
            $"{mode} corners {corners} to {string.Join("x", size ?? [])} by {string.Join("x", factors ?? [])} {recompute}";
        return (layer, [2, .. Sizes(3, 1)], settings);
    }

    private (nn.Module<Tensor, Tensor>, long[], string) AdaptivePool()
    {
        var target = Pair(1, 7);
        return (nn.AdaptiveAvgPool2d(target), [2, .. Sizes(1, 1)], $"{target}");
    }

    private long[] Sizes(long smallestHeight, long smallestWidth) =>
        [Draw(smallestHeight, smallestHeight + 6), Draw(smallestWidth, smallestWidth + 6)];

    private (long, long) Pair(long smallest, long largest) => (Draw(smallest, largest), Draw(smallest, largest));

    private bool Flip() => random.Next(2) == 0;

    private long Draw(long smallest, long largest) => random.NextInt64(smallest, largest + 1);
}
