using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Dependencies.Tests;

/// <summary>Layers: shapes, settings, modes.</summary>
public sealed class LayerTests
{
    private DisposeScope scope = null!;

    [SetUp]
    public void OpenScope()
    {
        scope = NewDisposeScope();
        manual_seed(1);
    }

    [TearDown]
    public void CloseScope() => scope.Dispose();

    [Test]
    public void Conv2d_WithStrideAndPadding_HalvesTheImage()
    {
        using var convolution = nn.Conv2d(1, 32, 3, 2, 1);

        Assert.Multiple(() =>
        {
            Assert.That(convolution.call(zeros([2, 1, 28, 28])).shape, Is.EqualTo(new long[] { 2, 32, 14, 14 }));
            Assert.That(convolution.weight.shape, Is.EqualTo(new long[] { 32, 1, 3, 3 }));
            Assert.That(convolution.kernel_size, Is.EqualTo(new long[] { 3, 3 }));
            Assert.That(convolution.stride, Is.EqualTo(new long[] { 2, 2 }));
            Assert.That(convolution.padding, Is.EqualTo(new long[] { 1, 1 }));
            Assert.That(convolution.dilation, Is.EqualTo(new long[] { 1, 1 }));
            Assert.That(convolution.groups, Is.EqualTo(1));
            Assert.That(convolution.in_channels, Is.EqualTo(1));
            Assert.That(convolution.out_channels, Is.EqualTo(32));
        });
    }

    [Test]
    public void Conv2d_OfAnImage_IsTheSumOverTheWindow()
    {
        using var convolution = nn.Conv2d(1, 1, 2, bias: false);
        using (no_grad())
        {
            convolution.weight.copy_(tensor(new float[] { 1, 2, 3, 4 }).reshape(1, 1, 2, 2));
        }

        var output = convolution.call(arange(9, dtype: float32).reshape(1, 1, 3, 3));

        Assert.That(output.data<float>().ToArray(), Is.EqualTo(new float[] { 27, 37, 57, 67 }));
    }

    [Test]
    public void ConvTranspose2d_WithOutputPadding_DoublesTheImage()
    {
        using var convolution = nn.ConvTranspose2d(32, 8, 3, 2, 1, 1);

        Assert.Multiple(() =>
        {
            Assert.That(convolution.call(zeros([2, 32, 7, 7])).shape, Is.EqualTo(new long[] { 2, 8, 14, 14 }));
            Assert.That(convolution.weight.shape, Is.EqualTo(new long[] { 32, 8, 3, 3 }));
            Assert.That(convolution.output_padding, Is.EqualTo(new long[] { 1, 1 }));
            Assert.That(convolution.transposed, Is.True);
        });
    }

    [Test]
    public void ConvTranspose2d_OfOnePixel_IsTheKernel()
    {
        using var convolution = nn.ConvTranspose2d(1, 1, 2, bias: false);

        var output = convolution.call(ones([1, 1, 1, 1]));

        Assert.That(output.data<float>().ToArray(), Is.EqualTo(convolution.weight.data<float>().ToArray()));
    }

    [Test]
    public void BatchNorm1d_InTraining_NormalizesTheBatchAndTracksIt()
    {
        using var norm = nn.BatchNorm1d(3);
        var x = (randn(64, 3) * 4) + 2;

        var y = norm.call(x);

        Assert.Multiple(() =>
        {
            Assert.That(y.mean([0]).abs().max().item<float>(), Is.LessThan(1e-5));
            Assert.That(y.var(0, unbiased: false).data<float>().ToArray(), Is.All.EqualTo(1f).Within(1e-3));
            Assert.That(
                norm.running_mean!.data<float>().ToArray(),
                Is.EqualTo((x.mean([0]) * 0.1).data<float>().ToArray()).Within(1e-6)
            );
            Assert.That(
                norm.running_var!.data<float>().ToArray(),
                Is.EqualTo((0.9 + (x.var(0, unbiased: true) * 0.1)).data<float>().ToArray()).Within(1e-5)
            );
            Assert.That(norm.num_batches_tracked!.item<long>(), Is.EqualTo(1));
        });
    }

    [Test]
    public void BatchNorm2d_InEvaluation_UsesTheRunningStatistics()
    {
        using var norm = nn.BatchNorm2d(2);
        norm.eval();
        var x = randn([3, 2, 4, 4]);

        var y = norm.call(x);

        Assert.Multiple(() =>
        {
            Assert.That(y.allclose(x / Math.Sqrt(1 + norm.eps), atol: 1e-6), Is.True);
            Assert.That(norm.momentum, Is.EqualTo(0.1));
            Assert.That(norm.affine, Is.True);
            Assert.That(norm.num_features, Is.EqualTo(2));
        });
    }

    [Test]
    public void LayerNorm_OfRows_NormalizesEachRow()
    {
        using var norm = nn.LayerNorm([8]);

        var y = norm.call((randn(4, 8) * 3) + 1);

        Assert.Multiple(() =>
        {
            Assert.That(y.mean([1]).abs().max().item<float>(), Is.LessThan(1e-5));
            Assert.That(y.var(1, unbiased: false).data<float>().ToArray(), Is.All.EqualTo(1f).Within(1e-3));
            Assert.That(norm.normalized_shape, Is.EqualTo(new long[] { 8 }));
        });
    }

    [Test]
    public void Dropout_InTrainingAndEvaluation_ScalesOrPasses()
    {
        using var dropout = nn.Dropout(0.25);
        var x = ones(10_000);

        var training = dropout.call(x).data<float>().ToArray();
        dropout.eval();
        var evaluation = dropout.call(x);

        // The share of zeros has a standard error of 0.0043.
        Assert.Multiple(() =>
        {
            Assert.That(training.Distinct().Order(), Is.EqualTo(new[] { 0, 1 / 0.75f }).Within(1e-6));
            Assert.That(training.Count(value => value == 0) / 10_000.0, Is.EqualTo(0.25).Within(0.02));
            Assert.That(evaluation.Equals(x), Is.True);
        });
    }

    [Test]
    public void FlattenAndUnflatten_OfABatch_AreEachOthersInverse()
    {
        using var both = nn.Sequential(nn.Flatten(), nn.Unflatten(1, [2, 3, 4]));
        var x = randn([5, 2, 3, 4]);

        Assert.That(both.call(x).Equals(x), Is.True);
    }

    [Test]
    public void Activations_Created_ShowTheirSettings()
    {
        Assert.Multiple(() =>
        {
            Assert.That(nn.LeakyReLU(0.2).negative_slope, Is.EqualTo(0.2));
            Assert.That(nn.ELU(1.5).alpha, Is.EqualTo(1.5));
            Assert.That(nn.Softplus(2, 10).beta, Is.EqualTo(2));
            Assert.That(nn.Softmax(1).dim, Is.EqualTo(1));
            Assert.That(nn.Hardtanh(-2, 3).max_val, Is.EqualTo(3));
            Assert.That(nn.GELU().approximate, Is.EqualTo(GELU.Approximate.none));
        });
    }

    [Test]
    public void InPlaceActivation_OfATensor_OverwritesIt()
    {
        using var relu = nn.ReLU(inplace: true);
        var x = tensor(new float[] { -1, 2 });

        relu.call(x).Dispose();

        Assert.That(x.data<float>().ToArray(), Is.EqualTo(new float[] { 0, 2 }));
    }

    [Test]
    public void Conv1d_OfASequence_IsTheSumOverTheWindow()
    {
        using var convolution = nn.Conv1d(1, 1, 2, 2, 1, bias: false);
        using (no_grad())
        {
            convolution.weight.copy_(tensor(new float[] { 1, 10 }).reshape(1, 1, 2));
        }

        var output = convolution.call(tensor(new float[] { 1, 2, 3 }).reshape(1, 1, 3));

        Assert.That(output.data<float>().ToArray(), Is.EqualTo(new float[] { 10, 32 }));
        Assert.That(convolution.kernel_size, Is.EqualTo(new long[] { 2 }));
    }

    [Test]
    public void Conv1d_Circular_WrapsAround()
    {
        using var convolution = nn.Conv1d(1, 1, 3, padding: 1, padding_mode: PaddingModes.Circular, bias: false);
        using (no_grad())
        {
            convolution.weight.copy_(tensor(new float[] { 1, 10, 100 }).reshape(1, 1, 3));
        }

        var output = convolution.call(tensor(new float[] { 1, 2, 3 }).reshape(1, 1, 3));

        Assert.That(output.data<float>().ToArray(), Is.EqualTo(new float[] { 213, 321, 132 }));
    }

    [Test]
    public void ConvTranspose1d_WithOutputPadding_AddsToTheEnd()
    {
        using var convolution = nn.ConvTranspose1d(1, 1, 2, 2, 0, 1, bias: false);
        using (no_grad())
        {
            convolution.weight.copy_(tensor(new float[] { 1, 10 }).reshape(1, 1, 2));
        }

        var output = convolution.call(tensor(new float[] { 1, 2 }).reshape(1, 1, 2));

        Assert.That(output.data<float>().ToArray(), Is.EqualTo(new float[] { 1, 10, 2, 20, 0 }));
    }

    [Test]
    public void GroupNorm_OfAnImage_NormalizesEachGroupThenScalesEachChannel()
    {
        using var norm = nn.GroupNorm(2, 4);
        using (no_grad())
        {
            norm.weight.copy_(tensor(new float[] { 1, 2, 3, 4 }));
            norm.bias!.copy_(tensor(new float[] { 0, 0, 0, 5 }));
        }

        var x = randn([3, 4, 5, 6]);

        var y = norm.call(x);

        // Undone, the two channels of a group have mean 0 and variance 1 together.
        var plain = (y - norm.bias.reshape(1, 4, 1, 1)) / norm.weight.reshape(1, 4, 1, 1);
        var groups = plain.reshape(3, 2, -1);

        Assert.That(groups.mean([2]).abs().max().item<float>(), Is.LessThan(1e-4));
        Assert.That(groups.var(2, unbiased: false).data<float>().ToArray(), Is.All.EqualTo(1f).Within(1e-2));
    }

    [Test]
    public void InstanceNorm2d_InEvaluation_NormalizesEachImage()
    {
        using var norm = nn.InstanceNorm2d(2);
        norm.eval();

        var y = norm.call((randn([3, 2, 8, 8]) * 4) + 7);

        Assert.That(y.mean([2, 3]).abs().max().item<float>(), Is.LessThan(1e-4));
        Assert.That(norm.running_mean, Is.Null);
    }

    [Test]
    public void Dropout2d_InTraining_DropsWholeChannels()
    {
        using var dropout = nn.Dropout2d(0.5);

        var sums = dropout.call(ones([50, 20, 2, 2])).sum([2L, 3L]);

        Assert.That(sums.data<float>().ToArray().Distinct().Order(), Is.EqualTo(new float[] { 0, 8 }).Within(1e-6));
    }

    [Test]
    public void DropoutsOfChannels_InEvaluation_PassTheirInput()
    {
        var x = randn([2, 3, 4, 5]);
        foreach (
            var module in (nn.Module<Tensor, Tensor>[])[nn.Dropout2d(), nn.AlphaDropout(), nn.FeatureAlphaDropout()]
        )
        {
            using (module)
            {
                module.eval();
                Assert.That(module.call(x).Equals(x), Is.True, module.GetName());
            }
        }
    }
}
