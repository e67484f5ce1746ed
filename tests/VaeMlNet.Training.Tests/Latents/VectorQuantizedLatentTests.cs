using static TorchSharp.torch;

namespace VaeMlNet.Tests;

public class VectorQuantizedLatentTests
{
    private static readonly VectorQuantizedLatentOptions Small = new() { CodebookSize = 6, CodeWidth = 2 };

    [Test]
    public void Sample_Training_IsTheNearestCodeWithTheGradientOfTheHead()
    {
        // A quantization without a straight-through gradient would have the gradient 0, and training would not move the encoder.
        using var scope = NewDisposeScope();
        using var generator = new Generator(1);
        var latent = New(generator);
        var head = randn(5, 6, generator: generator).requires_grad_();
        var slopes = randn(5, 6, generator: generator);
        var z = latent.Sample(head, latent.DrawNoise(5, generator), temperature: 1);
        var gradient = autograd.grad([(z * slopes).sum()], [head])[0];

        Assert.Multiple(() =>
        {
            Assert.That(Values(z), Is.EqualTo(Values(latent.Embed(head))).AsCollection.Within(1e-6));
            Assert.That(Values(gradient), Is.EqualTo(Values(slopes)).AsCollection.Within(1e-6));
        });
    }

    [Test]
    public void Loss_Gradient_EqualsFiniteDifferencesWithTheCodesHeldFixed()
    {
        const float Step = 0.01f;
        using var scope = NewDisposeScope();
        using var generator = new Generator(2);
        var latent = New(generator);
        var head = randn(3, 6, generator: generator).requires_grad_();
        var codes = latent.Embed(head).detach();
        var slopes = randn(3, 6, generator: generator);
        // The decoder is a square here. Its differences at the codes are the gradient that passes straight through.
        Tensor Loss(Tensor h) =>
            ((codes + h - head.detach()).square() * slopes).sum() + ((h - codes).square().sum() * 0.25);

        var z = latent.Sample(head, latent.DrawNoise(3, generator), temperature: 1);
        var loss = (z.square() * slopes).sum() + latent.AddedLoss(head)!.sum();
        var gradient = Values(autograd.grad([loss], [head])[0]);
        for (var i = 0; i < gradient.Length; i++)
        {
            var change = new float[gradient.Length];
            change[i] = Step;
            var moved = tensor(change, [3, 6]);
            var slope = (Loss(head.detach() + moved) - Loss(head.detach() - moved)).item<float>() / (2 * Step);
            Assert.That(gradient[i], Is.EqualTo(slope).Within(2e-3), $"element {i}");
        }
    }

    [Test]
    public void AddedLoss_Gradient_MovesTheEncoderTowardsItsCodesAndNotTheCodebook()
    {
        // With the gradient stopped on the wrong side, the encoder would not move, and the codebook would be trained twice.
        using var scope = NewDisposeScope();
        using var generator = new Generator(3);
        var latent = New(generator);
        var head = randn(4, 6, generator: generator).requires_grad_();
        var gradient = autograd.grad([latent.AddedLoss(head)!.sum()], [head])[0];

        Assert.Multiple(() =>
        {
            Assert.That(
                Values(gradient),
                Is.EqualTo(Values((head - latent.Embed(head)) * 0.5)).AsCollection.Within(1e-6)
            );
            Assert.That(Values(gradient.abs().max())[0], Is.GreaterThan(0.01));
            Assert.That(latent.State.parameters(), Is.Empty);
            Assert.That(latent.State.named_buffers().Select(b => b.buffer.requires_grad), Is.All.False);
        });
    }

    [Test]
    public void KlPerLatent_AnyHead_IsTheLogarithmOfTheCodebookSize()
    {
        using var scope = NewDisposeScope();
        using var generator = new Generator(4);
        var latent = New(generator);
        var head = randn(4, 6, generator: generator);

        Assert.Multiple(() =>
        {
            Assert.That(
                Values(latent.KlPerLatent(head)),
                Has.Length.EqualTo(12).And.All.EqualTo(Math.Log(6)).Within(1e-6)
            );
            Assert.That(
                Values(latent.LogPriorOverPosterior(head, latent.Embed(head))),
                Has.All.EqualTo(-3 * Math.Log(6)).Within(1e-5)
            );
        });
    }

    [Test]
    public void Fit_SmallData_UsesManyCodesAndLowersTheLoss()
    {
        var options = Some.Options(epochCount: 30) with
        {
            Latent = new VectorQuantizedLatentOptions { CodebookSize = 16, CodeWidth = 4 },
            LatentDim = 2,
        };
        using var trained = new VaeTrainer(options).Fit(Some.View(Some.Values(300)), "Features");
        using var single = new VaeTrainer(
            options with
            {
                Latent = new VectorQuantizedLatentOptions
                {
                    CodebookSize = 2,
                    CodeWidth = 4,
                    RestartBelow = 0,
                },
                LatentDim = 1,
            }
        ).Fit(Some.View(Some.Values(300)), "Features");
        var codebook = trained.DescribeCodebook()!;
        var (first, last) = (trained.History[0].Training, trained.History[^1].Training);

        Assert.Multiple(() =>
        {
            Assert.That(codebook.ComputePerplexity(), Is.GreaterThan(6), "a collapsed codebook has 1");
            Assert.That(last.Kl, Is.EqualTo(2 * Math.Log(16)).Within(1e-4));
            Assert.That(last.OtherTerms, Is.GreaterThan(0));
            Assert.That(last.Reconstruction, Is.LessThan(first.Reconstruction - 0.5));
            Assert.That(last.Reconstruction, Is.LessThan(single.History[^1].Training.Reconstruction - 0.3));
        });
    }

    [Test]
    public void Fit_Codebook_IsTheMeanOfItsVectorsAfterTheEncoderStops()
    {
        // With the learning rate near 0, the encoder stands still, and the average converges to the means (app. A.1).
        var data = Some.View(Some.Values(64));
        var options = Some.Options(epochCount: 60, batchSize: 64, learningRate: 1e-12) with
        {
            Latent = new VectorQuantizedLatentOptions
            {
                CodebookSize = 4,
                CodeWidth = 2,
                CodebookDecay = 0.5,
            },
            LatentDim = 1,
        };
        using var trained = new VaeTrainer(options).Fit(data, "Features");
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        var latent = (VectorQuantizedLatent)trained.Network.Latent;
        var heads = trained.Network.ComputeHead(Some.Rows(64));
        var codes = latent.Codebook.Nearest(heads).data<long>().ToArray();
        var rows = Values(heads).Chunk(2).ToArray();
        var vectors = Values(latent.Codebook.Vectors).Chunk(2).ToArray();

        foreach (var group in codes.Index().GroupBy(code => code.Item, code => rows[code.Index]))
        {
            var mean = (float[])[group.Average(row => row[0]), group.Average(row => row[1])];
            Assert.That(vectors[group.Key], Is.EqualTo(mean).AsCollection.Within(1e-4), $"code {group.Key}");
        }
    }

    private static VectorQuantizedLatent New(Generator generator)
    {
        var latent = new VectorQuantizedLatent(3, Small);
        latent.Initialize(generator);
        return latent;
    }

    private static float[] Values(Tensor values) => TensorValues.Floats(values);
}
