using TorchSharp;
using static TorchSharp.torch;

namespace VaeMlNet.OnnxExport.Tests;

internal static partial class Layers
{
    private static readonly LayerCase[] Pooling =
    [
        new("MaxPool1d", () => nn.MaxPool1d(2), 3, 7),
        new("MaxPool1d strided, padded, dilated", () => nn.MaxPool1d(3, 2, 1, 2), 3, 9),
        new("MaxPool2d", () => nn.MaxPool2d(2), 3, 6, 7),
        new("MaxPool2d by array", () => nn.MaxPool2d([2, 3]), 3, 6, 7),
        new("MaxPool2d strided, padded, dilated", () => nn.MaxPool2d((3, 2), (2, 1), (1, 0), (1, 2)), 3, 6, 7),
        new("MaxPool2d, last window cut", () => nn.MaxPool2d(3, 2, ceil_mode: true), 2, 6, 8),
        new("MaxPool2d, last window left out", () => nn.MaxPool2d(2, 3, 1, ceil_mode: true), 2, 5, 6),
        new(
            "MaxPool2d dilated, last window beyond the kernel's size",
            () => nn.MaxPool2d(3, 2, 1, 2, ceil_mode: true),
            [2, 6, 8]
        ),
        new("AvgPool1d", () => nn.AvgPool1d(2), 3, 7),
        new("AvgPool1d strided, padded", () => nn.AvgPool1d(3, 2, 1, ceil_mode: true, count_include_pad: false), 3, 8),
        new("AvgPool2d", () => nn.AvgPool2d(2), 3, 6, 7),
        new("AvgPool2d by array", () => nn.AvgPool2d([2, 3]), 3, 6, 7),
        new("AvgPool2d padded", () => nn.AvgPool2d((3, 2), (2, 1), (1, 1)), 3, 6, 7),
        new("AvgPool2d, padding not counted", () => nn.AvgPool2d(3, 2, 1, count_include_pad: false), 3, 6, 7),
        new("AvgPool2d, last window cut", () => nn.AvgPool2d(3, 2, ceil_mode: true), 2, 6, 8),
        new("AvgPool2d padded, last window cut", () => nn.AvgPool2d(3, 2, 1, ceil_mode: true), 2, 6, 8),
        new(
            "AvgPool2d padded, last window cut, padding not counted",
            () => nn.AvgPool2d(3, 2, 1, ceil_mode: true, count_include_pad: false),
            [2, 6, 8]
        ),
        new("AvgPool2d with a divisor", () => nn.AvgPool2d(2, divisor_override: 3), 2, 6, 8),
        new(
            "AvgPool2d padded, last window cut, with a divisor",
            () => nn.AvgPool2d(3, 2, 1, ceil_mode: true, divisor_override: 5),
            [2, 6, 8]
        ),
        new("AdaptiveAvgPool1d", () => nn.AdaptiveAvgPool1d(1), 3, 7),
        new("AdaptiveAvgPool1d that does not divide", () => nn.AdaptiveAvgPool1d(3), 3, 7),
        new("AdaptiveAvgPool2d", () => nn.AdaptiveAvgPool2d(1), 3, 4, 5),
        new("AdaptiveAvgPool2d that divides", () => nn.AdaptiveAvgPool2d((2, 3)), 3, 4, 9),
        new("AdaptiveAvgPool2d that does not divide", () => nn.AdaptiveAvgPool2d([3, 4]), 3, 5, 7),
        new("AdaptiveAvgPool2d that enlarges", () => nn.AdaptiveAvgPool2d([5, 1]), 3, 3, 4),
    ];
}
