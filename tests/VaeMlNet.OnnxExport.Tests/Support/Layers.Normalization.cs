using TorchSharp;
using static TorchSharp.torch;

namespace VaeMlNet.OnnxExport.Tests;

internal static partial class Layers
{
    private static readonly LayerCase[] Normalization =
    [
        new("BatchNorm1d", () => nn.BatchNorm1d(5), 5),
        new("BatchNorm1d of sequences", () => nn.BatchNorm1d(4, 0.01), 4, 5),
        new("BatchNorm1d without scale", () => nn.BatchNorm1d(5, affine: false), 5),
        new("BatchNorm2d", () => nn.BatchNorm2d(3), 3, 4, 5),
        new("BatchNorm2d without scale", () => nn.BatchNorm2d(3, 1e-3, affine: false), 3, 4, 5),
        new("LayerNorm", () => nn.LayerNorm(5), 5),
        new("LayerNorm of two axes", () => nn.LayerNorm([4, 5], 1e-3), 3, 4, 5),
        new("LayerNorm of the last axis", () => nn.LayerNorm(5), 3, 4, 5),
        new("LayerNorm without bias", () => nn.LayerNorm(5, bias: false), 5),
        new("LayerNorm without scale", () => nn.LayerNorm(5, elementwise_affine: false), 5),
        new("GroupNorm", () => nn.GroupNorm(2, 6), 6, 4, 5),
        new("GroupNorm of sequences", () => nn.GroupNorm(3, 6, 1e-3), 6, 5),
        new("GroupNorm without scale", () => nn.GroupNorm(2, 6, affine: false), 6, 4, 5),
        new("InstanceNorm1d", () => nn.InstanceNorm1d(3), 3, 5),
        new("InstanceNorm2d", () => nn.InstanceNorm2d(3, 1e-3, affine: true), 3, 4, 5),
        new(
            "InstanceNorm2d with running statistics",
            () => nn.InstanceNorm2d(3, affine: true, track_running_stats: true),
            [3, 4, 5]
        ),
    ];
}
