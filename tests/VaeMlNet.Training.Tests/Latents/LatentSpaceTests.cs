using VaeMlNet.Tests.Shared;
using static TorchSharp.torch;

namespace VaeMlNet.Tests;

/// <summary>
/// The properties of a latent space that interpolation needs: continuity and completeness (Kingma &amp; Welling 2014).
/// </summary>
public class LatentSpaceTests
{
    private const int LatentDim = 3;

    private TemporaryFolder temporary = null!;
    private TrainedVae trained = null!;
    private VaeModel model = null!;
    private Tensor rows = null!;

    [OneTimeSetUp]
    public void Train()
    {
        temporary = new TemporaryFolder();
        rows = Some.Rows(600);
        trained = new VaeTrainer(Some.Options(epochCount: 40)).Fit(rows);
        trained.Export(temporary["model"], rows);
        model = VaeModel.Open(temporary["model"]);
    }

    [OneTimeTearDown]
    public void Free()
    {
        model.Dispose();
        trained.Dispose();
        rows.Dispose();
        temporary.Dispose();
    }

    [TestCase(0.1)]
    [TestCase(0.01)]
    [TestCase(0.001)]
    public void Decode_SmallStepInZ_ChangesTheOutputByABoundedAmount(double step)
    {
        // A layer stretches by at most the Frobenius norm of its weight, ReLU by 1, the sigmoid by 1/4.
        var bound = 0.25 * LayerNorms().Aggregate(step, (product, norm) => product * norm);
        var random = new Random(5);
        for (var i = 0; i < 200; i++)
        {
            var z = Normals(random);
            var direction = Normals(random);
            var length = Math.Sqrt(direction.Sum(d => d * d));
            var near = z.Zip(direction, (value, d) => value + (float)(step * d / length)).ToArray();

            var change = Distance(model.Decode(z), model.Decode(near));

            Assert.That(change, Is.LessThanOrEqualTo(bound + 1e-5), $"draw {i}");
        }
    }

    [Test]
    public void Decode_DrawsFromThePrior_LieInTheDatasRange()
    {
        var (smallest, largest) = (TensorValues.Floats(rows).Min(), TensorValues.Floats(rows).Max());

        Assert.That(Draws(500), Is.All.InRange(smallest - 0.01, largest + 0.01));
    }

    [Test]
    public void Score_DrawsFromThePrior_AreLikeThoseOfData()
    {
        using var draws = tensor(Draws(500), [500, Some.Width]);
        var ofData = RowScores
            .Compute(trained.Network, new RowsOfTensor(rows))
            .Scores[VaeScoreKind.NegativeElbo]
            .Order()
            .ToArray();

        var ofDraws = RowScores
            .Compute(trained.Network, new RowsOfTensor(draws))
            .Scores[VaeScoreKind.NegativeElbo]
            .Order()
            .ToArray();

        Assert.Multiple(() =>
        {
            Assert.That(
                ofDraws[250],
                Is.InRange(ofData[60], ofData[540]),
                "the median is among the middle of the data"
            );
            Assert.That(ofDraws[475], Is.LessThan(ofData[^1]), "19 of 20 score no worse than the worst row");
        });
    }

    private float[] Draws(int count)
    {
        using var scope = NewDisposeScope();
        using var generator = new Generator(3);
        return model.Decode(TensorValues.Floats(trained.Network.Latent.DrawPrior(count, generator)));
    }

    private IEnumerable<double> LayerNorms() =>
        trained
            .Network.Decoder.named_parameters()
            .Where(p => p.name.EndsWith("weight", StringComparison.Ordinal))
            .Select(p => Math.Sqrt(TensorValues.Floats(p.parameter).Sum(w => (double)w * w)));

    private static float[] Normals(Random random) =>
        [
            .. Enumerable
                .Range(0, LatentDim)
                .Select(_ =>
                    (float)(
                        Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble())
                    )
                ),
        ];

    private static double Distance(float[] a, float[] b) =>
        Math.Sqrt(a.Zip(b, (x, y) => ((double)x - y) * (x - y)).Sum());
}
