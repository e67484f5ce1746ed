using TorchSharp;
using static TorchSharp.torch;

namespace VaeMlNet.OnnxExport.Tests;

/// <summary>Draws Sequentials of layers that fit each other: images first, vectors after a Flatten or a pooling.</summary>
internal sealed class RandomModel
{
    // Large, because dividing by a small deviation would magnify float32 rounding beyond any tolerance.
    private const double Epsilon = 0.1;

    private readonly Random random;
    private readonly List<(string Name, nn.Module<Tensor, Tensor> Layer)> layers = [];
    private long[] shape;

    private RandomModel(int seed)
    {
        random = new Random(seed);
        manual_seed(seed);
        shape = [Draw(1, 5), Draw(4, 9), Draw(4, 9)];
    }

    /// <summary>
    /// Creates a random model of 3 to 9 layers. Also returns its input shape without the batch axis. The same seed
    /// gives the same model.
    /// </summary>
    public static (TorchSharp.Modules.Sequential Model, long[] InputShape) Make(int seed)
    {
        var draw = new RandomModel(seed);
        var inputShape = draw.shape;
        var count = draw.Draw(3, 9);
        for (var i = 0; i < count; i++)
        {
            draw.Add(draw.shape.Length == 3 ? draw.ImageLayer() : draw.VectorLayer());
        }

        var model = nn.Sequential(draw.layers);
        Layers.Randomize(model);
        return (model, inputShape);
    }

    private void Add(nn.Module<Tensor, Tensor> layer)
    {
        // What the layer makes of a batch says what the next one may be.
        using var scope = NewDisposeScope();
        using var noGradients = no_grad();
        layer.eval();
        shape = layer.forward(zeros([2, .. shape])).shape[1..];
        layers.Add(($"{layers.Count}_{layer.GetName()}", layer));
    }

    private nn.Module<Tensor, Tensor> ImageLayer()
    {
        var (channels, height, width) = (shape[0], shape[1], shape[2]);
        var groups = Draw(1, 2);
        var kernel = Draw(1, Math.Min(3, Math.Min(height, width)));
        return random.Next(11) switch
        {
            0 => nn.Conv2d(channels, Draw(1, 6), kernel, Draw(1, 2), Draw(0, kernel - 1), bias: Flip()),
            1 => nn.Conv2d(channels, channels * groups, kernel, Padding.Same, groups: channels),
            2 when height < 12 => nn.ConvTranspose2d(channels, Draw(1, 4), kernel, 2, 0, Draw(0, 1)),
            3 => nn.BatchNorm2d(channels, affine: Flip()),
            4 => nn.GroupNorm(1, channels, Epsilon),
            5 => nn.MaxPool2d(kernel, Draw(1, 2), 0, 1, Flip()),
            6 => nn.AvgPool2d(kernel, Draw(1, 2), 0, Flip(), Flip()),
            7 when height < 12 => nn.Upsample(null, [2, 1.5], Flip() ? UpsampleMode.Nearest : UpsampleMode.Bilinear),
            8 => nn.AdaptiveAvgPool2d((Draw(1, 4), Draw(1, 4))),
            9 => nn.Flatten(),
            _ => Activation(),
        };
    }

    private nn.Module<Tensor, Tensor> VectorLayer()
    {
        var width = shape[0];
        return random.Next(7) switch
        {
            0 or 1 => nn.Linear(width, Draw(1, 12), Flip()),
            2 => nn.BatchNorm1d(width),
            3 when width > 1 => nn.LayerNorm(width, Epsilon),
            4 => nn.Dropout(0.5),
            5 when width % 4 == 0 => nn.Unflatten(1, [width / 4, 2, 2]),
            _ => Activation(),
        };
    }

    private nn.Module<Tensor, Tensor> Activation() =>
        random.Next(9) switch
        {
            0 => nn.ReLU(),
            1 => nn.LeakyReLU(0.2),
            2 => nn.GELU(),
            3 => nn.SiLU(),
            4 => nn.Tanh(),
            5 => nn.Softplus(2),
            6 => nn.Softmax(1),
            7 => nn.PReLU(shape[0]),
            _ => nn.Hardswish(),
        };

    private bool Flip() => random.Next(2) == 0;

    private long Draw(long smallest, long largest) => random.NextInt64(smallest, largest + 1);
}
