using TorchSharp;
using static TorchSharp.torch;

namespace VaeMlNet.OnnxExport.Tests;

internal static partial class Layers
{
    private static readonly LayerCase[] Resizing =
    [
        new("Upsample", () => nn.Upsample(scale_factor: [2, 2]), 2, 3, 4),
        new("Upsample by unequal factors", () => nn.Upsample(scale_factor: [3, 1]), 2, 3, 4),
        new("Upsample by a fraction", () => nn.Upsample(scale_factor: [1.7, 2.3]), 2, 5, 7),
        new("Upsample to a size", () => nn.Upsample([7, 11]), 2, 3, 4),
        new("Upsample to a smaller size", () => nn.Upsample([3, 4]), 2, 7, 9),
        new(
            "Upsample by a fraction, factor recomputed",
            () => nn.Upsample(null, [1.3, 2.3], recompute_scale_factor: true),
            [2, 3, 3]
        ),
        new("Upsample sequences", () => nn.Upsample(scale_factor: [2]), 2, 5),
        new("Upsample bilinear", () => nn.Upsample(scale_factor: [2, 2], mode: UpsampleMode.Bilinear), 2, 3, 4),
        new(
            "Upsample bilinear, corners aligned",
            () => nn.Upsample(scale_factor: [2, 3], mode: UpsampleMode.Bilinear, align_corners: true),
            [2, 3, 4]
        ),
        new("Upsample bilinear by a fraction", () => nn.Upsample(null, [1.6, 2.5], UpsampleMode.Bilinear), 2, 5, 7),
        new(
            "Upsample bilinear by a fraction, factor recomputed",
            () => nn.Upsample(null, [1.6, 2.5], UpsampleMode.Bilinear, recompute_scale_factor: true),
            [2, 5, 7]
        ),
        // The size is floor(3 * 1.33333333) = 3, though in float32 the product is 4; floor(10 * 0.7) is 7 in both.
        new(
            "Upsample bilinear to the edge",
            () => nn.Upsample(null, [1.33333333, 0.7], UpsampleMode.Bilinear),
            1,
            3,
            10
        ),
        new("Upsample bilinear to a size", () => nn.Upsample([7, 10], mode: UpsampleMode.Bilinear), 2, 3, 4),
        new("Upsample bilinear to a smaller size", () => nn.Upsample([2, 1], mode: UpsampleMode.Bilinear), 2, 7, 9),
        new(
            "Upsample bilinear to a size, corners aligned",
            () => nn.Upsample([7, 1], mode: UpsampleMode.Bilinear, align_corners: true),
            [2, 3, 4]
        ),
        new("Upsample linear", () => nn.Upsample(scale_factor: [2], mode: UpsampleMode.Linear), 2, 5),
        new("Upsample bicubic", () => nn.Upsample(scale_factor: [2, 2], mode: UpsampleMode.Bicubic), 2, 4, 5),
        new(
            "Upsample bicubic, corners aligned",
            () => nn.Upsample([7, 9], mode: UpsampleMode.Bicubic, align_corners: true),
            [2, 4, 5]
        ),
        new("ConstantPad1d", () => nn.ConstantPad1d((1, 3), 0.7), 2, 5),
        new("ConstantPad2d", () => nn.ConstantPad2d((1, 2, 3, 0), -2), 2, 3, 4),
        new("ZeroPad2d", () => nn.ZeroPad2d(2), 2, 3, 4),
        new("ReflectionPad1d", () => nn.ReflectionPad1d((1, 3)), 2, 5),
        new("ReflectionPad2d", () => nn.ReflectionPad2d((3, 1, 0, 2)), 2, 3, 4),
        new("ReplicationPad1d", () => nn.ReplicationPad1d(2), 2, 5),
        new("ReplicationPad2d", () => nn.ReplicationPad2d((3, 1, 0, 4)), 2, 3, 4),
        new("PixelShuffle", () => nn.PixelShuffle(2), 8, 3, 4),
        new("PixelUnshuffle", () => nn.PixelUnshuffle(3), 2, 6, 9),
    ];
}
