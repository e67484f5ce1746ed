using TorchSharp;
using static TorchSharp.torch;

namespace VaeMlNet.OnnxExport.Tests;

internal static partial class Layers
{
    private static readonly LayerCase[] Convolutions =
    [
        new("Conv2d", () => nn.Conv2d(3, 4, 3), 3, 6, 7),
        new("Conv2d without bias", () => nn.Conv2d(3, 4, 3, bias: false), 3, 6, 7),
        new("Conv2d strided", () => nn.Conv2d(1, 4, 3, 2, 1), 1, 8, 9),
        new("Conv2d dilated", () => nn.Conv2d(2, 4, (2, 3), dilation: (2, 3)), 2, 8, 9),
        new("Conv2d in groups", () => nn.Conv2d(4, 6, 3, groups: 2), 4, 5, 5),
        new("Conv2d depthwise", () => nn.Conv2d(4, 4, 3, 1, 1, groups: 4, bias: false), 4, 5, 5),
        new("Conv2d of unequal axes", () => nn.Conv2d(2, 3, (3, 2), (2, 1), (1, 0), (1, 2)), 2, 7, 6),
        new("Conv2d same", () => nn.Conv2d(2, 3, (4, 3), TorchSharp.Padding.Same), 2, 6, 7),
        new("Conv2d same, dilated", () => nn.Conv2d(2, 3, (2, 3), TorchSharp.Padding.Same, dilation: (3, 1)), 2, 6, 7),
        new("Conv2d valid", () => nn.Conv2d(2, 3, 3, TorchSharp.Padding.Valid, 2), 2, 6, 7),
        new("Conv2d reflect", () => nn.Conv2d(2, 3, 3, 1, 2, padding_mode: PaddingModes.Reflect), 2, 6, 7),
        new("Conv2d replicate", () => nn.Conv2d(2, 3, 3, 2, 1, padding_mode: PaddingModes.Replicate), 2, 6, 7),
        new(
            "Conv2d circular",
            () => nn.Conv2d(2, 3, (3, 4), null, (1, 2), padding_mode: PaddingModes.Circular),
            2,
            6,
            7
        ),
        new(
            "Conv2d same, reflect",
            () => nn.Conv2d(2, 3, 4, TorchSharp.Padding.Same, padding_mode: PaddingModes.Reflect),
            [2, 6, 7]
        ),
        new("ConvTranspose2d", () => nn.ConvTranspose2d(3, 4, 3), 3, 5, 4),
        new("ConvTranspose2d without bias", () => nn.ConvTranspose2d(3, 4, 3, bias: false), 3, 5, 4),
        new("ConvTranspose2d strided", () => nn.ConvTranspose2d(3, 4, 3, 2, 1, 1), 3, 5, 4),
        new("ConvTranspose2d in groups", () => nn.ConvTranspose2d(4, 6, 3, 2, groups: 2), 4, 3, 3),
        new("ConvTranspose2d dilated", () => nn.ConvTranspose2d(2, 3, 3, dilation: 2), 2, 4, 5),
        new(
            "ConvTranspose2d of unequal axes",
            () => nn.ConvTranspose2d(2, 3, (4, 2), (2, 3), (1, 0), (0, 2)),
            [2, 4, 5]
        ),
        new("Conv1d", () => nn.Conv1d(3, 4, 3), 3, 8),
        new("Conv1d strided, dilated, padded", () => nn.Conv1d(3, 4, 3, 2, 2, 2, bias: false), 3, 11),
        new("Conv1d in groups", () => nn.Conv1d(4, 6, 2, groups: 2), 4, 8),
        new("Conv1d same", () => nn.Conv1d(2, 3, 4, TorchSharp.Padding.Same), 2, 8),
        new("Conv1d circular", () => nn.Conv1d(2, 3, 3, 1, 2, padding_mode: PaddingModes.Circular), 2, 8),
        new("ConvTranspose1d", () => nn.ConvTranspose1d(3, 4, 3), 3, 6),
        new("ConvTranspose1d strided, padded", () => nn.ConvTranspose1d(4, 6, 4, 3, 1, 2, 2, groups: 2), 4, 6),
        new(
            "ConvTranspose2d, output padding below the dilation only",
            () => nn.ConvTranspose2d(2, 3, 3, 1, 1, 1, 2),
            [2, 4, 5]
        ),
    ];
}
