using static TorchSharp.torch;

namespace VaeMlNet.Tests;

/// <summary>Training changes every parameter of the network, and every term of the loss has an effect.</summary>
public class VaeTrainerGradientTests
{
    [TestCaseSource(typeof(Some), nameof(Some.Likelihoods))]
    [Proves(20)]
    public void Compute_FirstStep_GivesEveryParameterAFiniteGradientThatIsNotZero(VaeLikelihoodOptions likelihood)
    {
        using var scope = NewDisposeScope();
        using var network = new VariationalAutoencoder(Some.Width, Some.Options(likelihood: likelihood));
        using var generator = new Generator(1);
        network.Initialize(generator);
        using var rows = Some.Rows(64);
        var parameters = network.named_parameters().ToArray();
        var terms = network.NegativeElbo(rows, network.Latent.DrawNoise(64, generator), temperature: 1);
        var gradients = autograd.grad([Some.Loss(terms)], [.. parameters.Select(p => (Tensor)p.parameter)]);

        Assert.Multiple(() =>
        {
            for (var i = 0; i < parameters.Length; i++)
            {
                var values = TensorValues.Floats(gradients[i]);
                Assert.That(values, Has.All.Matches<float>(float.IsFinite), parameters[i].name);
                Assert.That(values, Has.Some.Not.Zero, parameters[i].name);
            }
        });
    }

    [TestCaseSource(typeof(Some), nameof(Some.Likelihoods))]
    [Proves(20)]
    public void Fit_OneStep_ChangesEveryParameter(VaeLikelihoodOptions likelihood)
    {
        var options = Some.Options(epochCount: 1, batchSize: 64, likelihood: likelihood);
        using var barelyMoved = Some.Trained(options with { LearningRate = 1e-30 });
        using var moved = Some.Trained(options);

        Assert.Multiple(() =>
        {
            foreach (
                var (before, after) in barelyMoved.Network.named_parameters().Zip(moved.Network.named_parameters())
            )
            {
                Assert.That(
                    TensorValues.Floats(after.parameter),
                    Is.Not.EqualTo(TensorValues.Floats(before.parameter)),
                    after.name
                );
            }
        });
    }

    [Test]
    [Proves(20)]
    public void Scores_Of300RandomRows_AreDistinct()
    {
        using var model = Some.Trained();
        using var rows = rand(300, Some.Width);

        Assert.That(
            RowScores
                .Compute(model.Network, new RowsOfTensor(rows))
                .Scores[VaeScoreKind.NegativeElbo]
                .Distinct()
                .Count(),
            Is.GreaterThanOrEqualTo(250)
        );
    }
}
