using Microsoft.ML;
using Microsoft.ML.Data;
using VaeMlNet.Tests.Shared;

namespace VaeMlNet.Tests;

public class FitLatentMixtureTests
{
    [Test]
    public void Export_WithAMixture_WritesASamplerThatVaeSampleDrawsFrom()
    {
        using var temporary = new TemporaryFolder();
        using var model = Some.Trained(Some.Options(epochCount: 20, beta: 0.1), rowCount: 200);
        using var rows = Some.Rows(200);
        var mixture = model.FitLatentMixture(rows, componentCount: 3);

        model.Export(temporary["model"], rows, mixture);

        using var opened = VaeModel.Open(temporary["model"]);

        Assert.That(opened.LatentMixture!.Components, Has.Count.EqualTo(mixture.Components.Count));

        var options = new VaeSampleOptions { Sampler = VaeSampler.Mixture, LatentColumnName = "Latent" };
        var drawn = new MLContext(1).Data.VaeSample(opened, 2000, seed: 1, options);
        var latents = drawn.GetColumn<float[]>("Latent").ToArray();
        var means = opened.Encode(TensorValues.Floats(rows)).Chunk(3).ToArray();
        for (var i = 0; i < 3; i++)
        {
            var deviation = Math.Sqrt(means.Average(z => z[i] * z[i]));
            Assert.That(
                latents.Average(z => (double)z[i]),
                Is.EqualTo(means.Average(z => (double)z[i])).Within(0.15 * deviation),
                $"latent {i}"
            );
        }
    }

    [Test]
    public void Export_MixtureOfAnotherWidth_IsRefusedAndNothingWritten()
    {
        using var temporary = new TemporaryFolder();
        using var model = Some.Trained(Some.Options(epochCount: 1));
        using var rows = Some.Rows(4);
        var mixture = new VaeLatentMixture
        {
            Components =
            [
                new()
                {
                    Weight = 1,
                    Mean = [0],
                    Covariance =
                    [
                        [1],
                    ],
                },
            ],
        };

        Assert.That(
            () => model.Export(temporary["model"], rows, mixture),
            Throws.ArgumentException.With.Message.Contains("1 means, expected 3")
        );
        Assert.That(Directory.Exists(temporary["model"]), Is.False);
    }

    [TestCase(0)]
    [TestCase(1025)]
    public void FitLatentMixture_ComponentCountOutOfRange_IsRefused(int count)
    {
        using var model = Some.Trained(Some.Options(epochCount: 1));
        using var rows = Some.Rows(4);

        Assert.That(() => model.FitLatentMixture(rows, count), Throws.InstanceOf<ArgumentOutOfRangeException>());
    }
}
