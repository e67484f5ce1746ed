using TorchSharp.Modules;
using static TorchSharp.torch;

namespace VaeMlNet.Tests;

public class GradientLayersTests
{
    private static readonly ConvolutionalNetworkOptions[] Networks =
    [
        new(),
        new()
        {
            Activation = VaeActivation.Tanh,
            KernelSize = 5,
            Filters = [4, 6, 8],
        },
        new()
        {
            Image = new(3, 9, 14),
            HiddenDims = [10],
            Filters = [5],
        },
        new()
        {
            Image = new(3, 8, 10),
            Stride = 1,
            Filters = [3, 2],
            Activation = VaeActivation.Tanh,
        },
    ];

    [TestCaseSource(nameof(Networks))]
    public void Backward_ConvolutionalEncoder_EqualsAutograd(ConvolutionalNetworkOptions options)
    {
        using var encoder = ConvolutionalLayers.NewEncoder(options).Module;

        Assert.That(GradientLayers.Supports(encoder), Is.True);

        AutogradComparison.AssertEqualAutograd(encoder, options.Image.Size, rowCount: 3, needsInputGradient: false);
    }

    [TestCaseSource(nameof(Networks))]
    public void Backward_ConvolutionalDecoder_EqualsAutograd(ConvolutionalNetworkOptions options)
    {
        // Twice the channels: the mean and scale of each pixel.
        var image = options.Image with
        {
            Channels = 2 * options.Image.Channels,
        };
        using var decoder = ConvolutionalLayers.NewDecoder(options, 5, image);

        Assert.That(GradientLayers.Supports(decoder), Is.True);

        AutogradComparison.AssertEqualAutograd(decoder, 5, rowCount: 3);
    }

    private static readonly TestCaseData[] Others =
    [
        Other("groups", OnImage(nn.Conv2d(2, 4, 3, groups: 2))),
        Other("dilation", OnImage(nn.Conv2d(2, 4, 3, dilation: 2))),
        Other("padding mode", OnImage(nn.Conv2d(2, 4, 3, padding: 1, padding_mode: TorchSharp.PaddingModes.Reflect))),
        Other("padding by name", OnImage(nn.Conv2d(2, 4, 3, TorchSharp.Padding.Same))),
        Other("other channels", OnImage(nn.Conv2d(3, 4, 3))),
        Other("kernel larger than the image", OnImage(nn.Conv2d(2, 4, 9))),
        Other("groups, transposed", OnImage(nn.ConvTranspose2d(2, 4, 3, groups: 2))),
        Other("output padding as large as the stride", OnImage(nn.ConvTranspose2d(2, 4, 3, 2, 1, 2))),
        Other("one dimension", nn.Unflatten(1, [2, 36]), nn.Conv1d(2, 4, 3), nn.Flatten()),
        Other("no image", nn.Conv2d(2, 4, 3), nn.Flatten()),
        Other("image at the end", nn.Unflatten(1, [2, 6, 6]), nn.Conv2d(2, 4, 3)),
        Other("linear layer on an image", nn.Unflatten(1, [2, 6, 6]), nn.Linear(6, 3), nn.Flatten()),
        Other("another width than the image's", nn.Linear(5, 70), nn.Unflatten(1, [2, 6, 6]), nn.Flatten()),
        Other("another width than the layer before's", nn.Linear(5, 7), nn.Linear(8, 3)),
        Other("size left open", nn.Unflatten(1, [-1, 6, 6]), nn.Conv2d(2, 4, 3), nn.Flatten()),
        Other("flattened in part", nn.Unflatten(1, [2, 6, 6]), nn.Conv2d(2, 4, 3), nn.Flatten(2)),
        Other("activation first", nn.ReLU(), nn.Linear(5, 7)),
        Other("activation on the batch as an image", nn.Unflatten(1, [1, 6, 6]), nn.ReLU(), nn.Flatten()),
        Other("two activations", nn.Linear(5, 7), nn.Sigmoid(), nn.Tanh()),
        Other("unknown layer", nn.Linear(5, 7), nn.LayerNorm(7)),
    ];

    [TestCaseSource(nameof(Others))]
    public void Supports_WhatNoLayerComputes_IsFalse(nn.Module<Tensor, Tensor>[] layers)
    {
        using var sequential = nn.Sequential(layers);

        Assert.That(GradientLayers.Supports(sequential), Is.False);
    }

    private static TestCaseData Other(string name, params nn.Module<Tensor, Tensor>[] layers) =>
        new TestCaseData([layers]).SetArgDisplayNames(name);

    private static nn.Module<Tensor, Tensor>[] OnImage(Convolution convolution) =>
        [nn.Unflatten(1, [2, 6, 6]), convolution, nn.Flatten()];
}
