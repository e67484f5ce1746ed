using System.Numerics;
using System.Runtime.InteropServices;
using TorchSharp;
using static TorchSharp.torch;

namespace VaeMlNet.Tests;

/// <summary>The contract of every likelihood.</summary>
public class LikelihoodContractTests
{
    private const int Width = LikelihoodCases.Width;

    [TestCaseSource(typeof(LikelihoodCases), nameof(LikelihoodCases.All))]
    public void NegativeLogLikelihoodPerSlot_AnyRows_HasTheShapeOfTheData(VaeLikelihoodOptions options)
    {
        using var scope = NewDisposeScope();
        using var likelihood = options.Create(Width);
        var parameters = randn(5, likelihood.ParameterWidth);
        var perSlot = likelihood.NegativeLogLikelihoodPerSlot(parameters, LikelihoodCases.Rows(options, 5));

        Assert.Multiple(() =>
        {
            Assert.That(perSlot.shape, Is.EqualTo(new long[] { 5, Width }));
            Assert.That(perSlot.dtype, Is.EqualTo(ScalarType.Float32));
            Assert.That(TensorValues.Floats(perSlot), Has.All.Matches<float>(float.IsFinite));
        });
    }

    [TestCaseSource(nameof(OfNumbers))]
    public void Draw_ManyDraws_AreAllowedWithTheMeanAndTheVariance(VaeLikelihoodOptions options)
    {
        const int Draws = 40_000;
        using var scope = NewDisposeScope();
        using var likelihood = options.CreateForNumbers(new float[Width], [1, 1, 1, 1, 1, 1]);
        using var generator = new Generator(11);
        var row = randn(1, likelihood.ParameterWidth, generator: generator) * 0.5;
        var mean = TensorValues.Floats(likelihood.Mean(row));
        float[][] others = [.. likelihood.ComputeOtherParameters(row).Select(TensorValues.Floats)];
        var formula = FormulaOf(likelihood);
        var range = new InputRange(options.SlotGroups(1), "test");

        Assert.Multiple(() =>
        {
            for (var slot = 0; slot < Width; slot++)
            {
                DecodedParameters decoded = new(mean[slot], Other(0, slot), Other(1, slot));
                float[] draws =
                [
                    .. Enumerable
                        .Range(0, Draws)
                        .Select(i => (float)formula.Draw(decoded, RowRandom.OfCells(1, (ulong)i), slot)),
                ];
                var average = draws.Average(x => (double)x);
                var variance = formula.Variance(decoded);
                var error = Math.Sqrt(draws.Average(x => (x - average) * (x - average)) / Draws);
                Assert.That(average, Is.EqualTo(mean[slot]).Within((5 * error) + 1e-6), $"mean of slot {slot}");
                Assert.That(
                    draws.Average(x => (x - average) * (x - average)),
                    Is.EqualTo(variance).Within(30).Percent,
                    $"variance of slot {slot}"
                );
                Assert.That(draws.Select(x => range.FindRefused([x])), Is.All.Null);
            }
        });

        float Other(int parameter, int slot) => parameter < others.Length ? others[parameter][slot] : float.NaN;
    }

    [TestCaseSource(nameof(OfNumbers))]
    public void NegativeLogLikelihood_DecodedParameters_IsThatOfTheDecoder(VaeLikelihoodOptions options)
    {
        using var scope = NewDisposeScope();
        using var likelihood = options.CreateForNumbers(new float[Width], [1, 1, 1, 1, 1, 1]);
        using var generator = new Generator(12);
        var row = randn(1, likelihood.ParameterWidth, generator: generator);
        var x = LikelihoodCases.Rows(options, 1);
        var mean = TensorValues.Floats(likelihood.Mean(row));
        float[][] others = [.. likelihood.ComputeOtherParameters(row).Select(TensorValues.Floats)];
        var expected = TensorValues.Floats(likelihood.NegativeLogLikelihoodPerSlot(row, x));
        var values = TensorValues.Floats(x);
        var formula = FormulaOf(likelihood);

        for (var slot = 0; slot < Width; slot++)
        {
            float Other(int parameter) => parameter < others.Length ? others[parameter][slot] : float.NaN;
            var decoded = formula.FromDecoded(new(mean[slot], Other(0), Other(1)));
            var actual = NegativeLogLikelihood(formula, values[slot], decoded);

            Assert.That(actual, Is.EqualTo(expected[slot]).Within(1e-4), $"slot {slot}");
        }
    }

    [TestCaseSource(typeof(LikelihoodCases), nameof(LikelihoodCases.All))]
    public void SyntheticRows_AnySeed_AreAllowedAndDiffer(VaeLikelihoodOptions options)
    {
        var range = new InputRange(options.SlotGroups(Width), "test");
        using var rows = LikelihoodCases.Rows(options, 50);
        using var others = LikelihoodCases.Rows(options, 50, seed: 4);
        var values = TensorValues.Floats(rows);

        Assert.Multiple(() =>
        {
            Assert.That(values.Chunk(Width).Select(row => range.FindRefused(row)), Is.All.Null);
            Assert.That(TensorValues.Floats(others), Is.Not.EqualTo(values));
        });
    }

    [TestCaseSource(typeof(LikelihoodCases), nameof(LikelihoodCases.All))]
    public void NegativeLogLikelihood_ItsParameters_AllHaveGradients(VaeLikelihoodOptions options)
    {
        using var scope = NewDisposeScope();
        using var likelihood = options.Create(Width);
        var outputs = randn(9, likelihood.ParameterWidth, requires_grad: true);
        Tensor[] learned = [outputs, .. likelihood.parameters()];
        var loss = likelihood.NegativeLogLikelihoodPerSlot(outputs, LikelihoodCases.Rows(options, 9)).sum();
        var gradients = autograd.grad([loss], learned);

        Assert.That(
            gradients.Select(g => (double)g.abs().max().item<float>()),
            Is.All.GreaterThan(0).And.All.LessThan(1e6)
        );
    }

    [TestCaseSource(typeof(LikelihoodCases), nameof(LikelihoodCases.All))]
    public void NegativeLogLikelihood_ItsGradient_IsThatOfFiniteDifferences(VaeLikelihoodOptions options)
    {
        const double Step = 1e-5;
        using var scope = NewDisposeScope();
        using var likelihood = options.Create(Width);
        var x = LikelihoodCases.Rows(options, 3).to(ScalarType.Float64);
        using var generator = new Generator(5);
        var outputs = randn(3, likelihood.ParameterWidth, ScalarType.Float64, generator: generator);
        var gradient = autograd.grad([Loss(outputs.requires_grad_())], [outputs])[0];
        var (largest, difference) = (0.0, 0.0);
        for (var row = 0; row < 3; row++)
        {
            for (var slot = 0; slot < likelihood.ParameterWidth; slot++)
            {
                var expected = (Moved(row, slot, Step) - Moved(row, slot, -Step)) / (2 * Step);
                largest = Math.Max(largest, Math.Abs(expected));
                difference = Math.Max(difference, Math.Abs(gradient[row, slot].item<double>() - expected));
            }
        }

        Assert.That(largest, Is.GreaterThan(0.01));
        Assert.That(difference, Is.LessThan(1e-5 * Math.Max(1, largest)));

        Tensor Loss(Tensor parameters) => likelihood.NegativeLogLikelihoodPerSlot(parameters, x).sum();

        double Moved(int row, int slot, double shift)
        {
            using var inner = NewDisposeScope();
            var moved = outputs.detach().clone();
            moved[row, slot] += shift;
            return Loss(moved).item<double>();
        }
    }

    [TestCaseSource(typeof(LikelihoodCases), nameof(LikelihoodCases.WithGradients))]
    public void NewGradient_UsualCells_GivesAutogradsInFloat64(VaeLikelihoodOptions options) =>
        AssertManualGradient(options, spread: 1, largestFactor: 1);

    [TestCaseSource(typeof(LikelihoodCases), nameof(LikelihoodCases.WithGradients))]
    [Proves(71)]
    public void NewGradient_ExtremeCells_GivesAutogradsInFloat64(VaeLikelihoodOptions options) =>
        AssertManualGradient(options, spread: 12, largestFactor: 100_000);

    [Test]
    public void Create_LearnedScale_IsAParameterThatStartsAtTheGivenScale()
    {
        using var scope = NewDisposeScope();
        using var shared = new GaussianLikelihoodOptions { Variance = 0.04, Learned = VaeLearnedScale.Shared }.Create(
            3
        );
        using var each = new StudentTLikelihoodOptions { Scale = 7, Learned = VaeLearnedScale.PerFeature }.Create(3);
        var variance = TensorValues.Floats(shared.ComputeOtherParameters(zeros(2, 3)).Single());
        var scale = TensorValues.Floats(each.ComputeOtherParameters(zeros(1, 3)).Single());

        Assert.Multiple(() =>
        {
            Assert.That(
                variance,
                Is.EqualTo(new float[] { 0.04f, 0.04f, 0.04f, 0.04f, 0.04f, 0.04f }).Within(0.01).Percent
            );
            Assert.That(scale, Is.EqualTo(new float[] { 7, 7, 7 }).Within(0.01).Percent);
            Assert.That(shared.state_dict().Keys, Is.EqualTo(new[] { "log_scale" }));
            Assert.That(shared.get_parameter("log_scale")!.shape, Is.EqualTo(new long[] { 1 }));
            Assert.That(each.get_parameter("log_scale")!.shape, Is.EqualTo(new long[] { 3 }));
        });
    }

    [Test]
    public void ComputeOtherParameters_ScalePerRow_StartsAtTheGivenScaleAndFollowsTheDecoder()
    {
        using var scope = NewDisposeScope();
        using var likelihood = new GaussianLikelihoodOptions
        {
            Variance = 0.25,
            Learned = VaeLearnedScale.PerRow,
            SmallestVariance = 0.01,
        }.Create(1);
        var decoded = tensor(new float[] { 7, 0, 7, 2, 7, -1e4f }, [3, 2]); // mean, raw scale
        var variance = TensorValues.Floats(likelihood.ComputeOtherParameters(decoded).Single());

        Assert.Multiple(() =>
        {
            Assert.That(TensorValues.Floats(likelihood.Mean(decoded)), Is.EqualTo(new float[] { 7, 7, 7 }));
            Assert.That(variance[0], Is.EqualTo(0.25).Within(0.01).Percent);
            Assert.That(variance[1], Is.GreaterThan(1));
            Assert.That(variance[2], Is.EqualTo(0.01).Within(0.01).Percent);
            Assert.That(likelihood.state_dict(), Is.Empty);
        });
    }

    [Test]
    public void NegativeLogLikelihood_ScaleDrivenToZero_StaysFinite()
    {
        using var scope = NewDisposeScope();
        using var likelihood = new GaussianLikelihoodOptions { Learned = VaeLearnedScale.Shared }.Create(1);
        using (no_grad())
        {
            likelihood.get_parameter("log_scale")!.fill_(-1e4);
        }

        var loss = likelihood.NegativeLogLikelihoodPerSlot(zeros(1, 1), zeros(1, 1));

        Assert.That(loss.item<float>(), Is.EqualTo(0.5 * Math.Log(2 * Math.PI) - 6).Within(1e-5));
    }

    private static IEnumerable<VaeLikelihoodOptions> OfNumbers =>
        LikelihoodCases.All.Where(options => options.IsForNumbers);

    private static INumberFormula FormulaOf(Likelihood likelihood) =>
        (INumberFormula)likelihood.GetType().GetProperty("Formula")!.GetValue(likelihood)!;

    private static double NegativeLogLikelihood(IDensity formula, float x, SlotParameters<Number> slot) =>
        formula.NegativeLogLikelihood<Number>(x, slot, formula.OfScale(slot));

    /// <summary>
    /// Compares with autograd in float64, from the same float32 numbers. The rows do not fill all lanes, and some have the weight 0.
    /// </summary>
    /// <param name="options">The likelihood.</param>
    /// <param name="spread">The standard deviation of outputs and learned numbers.</param>
    /// <param name="largestFactor">The factor of the largest counts.</param>
    private static void AssertManualGradient(VaeLikelihoodOptions options, double spread, int largestFactor)
    {
        const int RowCount = 21;
        using var scope = NewDisposeScope();
        using var generator = new Generator(7);
        using var likelihood = options.Create(Width);
        var outputs = randn(RowCount, likelihood.ParameterWidth, generator: generator) * spread;
        var x = LikelihoodCases.Rows(options, RowCount);
        if (options.SlotGroups(Width)[0].Values == AllowedValues.Counts)
        {
            x *= (rand(RowCount, Width, generator: generator) * Math.Log(largestFactor)).exp().floor();
        }

        var weights = (rand(RowCount, 1, generator: generator) * 4).floor() / 3;
        var factors = rand(RowCount, generator: generator);
        using (no_grad())
        {
            likelihood.parameters().ToList().ForEach(p => p.add_(randn(p.shape, generator: generator) * spread));
        }

        var learned = likelihood.parameters().Select(p => new LearnedNumbers(p.detach().clone(), p * 0)).ToArray();
        var names = likelihood.parameters().ToList();
        var gradient = likelihood.NewGradient(RowCount, parameter => learned[names.IndexOf(parameter)])!;
        var (decoded, values, ofSlots) = (Slots(outputs), Slots(x), Slots(weights.expand(RowCount, Width)));
        var losses = new Vector<float>[decoded.Stride];
        gradient.Differentiate(new(decoded.Vectors, values.Vectors, ofSlots.Vectors, losses, decoded.Stride));
        var ofRows = new Vector<float>[decoded.Stride];
        TensorValues.Floats(factors).CopyTo(MemoryMarshal.Cast<Vector<float>, float>(ofRows.AsSpan()));
        gradient.Scale(decoded.Vectors, ofRows);

        likelihood.to(ScalarType.Float64);
        outputs = outputs.to(ScalarType.Float64).requires_grad_();
        var perSlot = likelihood.NegativeLogLikelihoodPerSlot(outputs, x.to(ScalarType.Float64));
        var expected = (perSlot * weights).sum(1);
        (expected * factors).sum().backward();

        // The rounding of a log-rate changes its gradient in proportion to the count; all counts of a multinomial row have the same total.
        var total = x.abs().sum(1, keepdim: true);
        var ofCells = likelihood is MultinomialLikelihood ? total : x.abs().repeat(1, outputs.shape[1] / Width);
        var lossOfRows = MemoryMarshal.Cast<Vector<float>, float>(losses.AsSpan())[..RowCount].ToArray();
        AssertClose(tensor(lossOfRows), expected, total.squeeze(1));
        AssertClose(decoded.Rows, outputs.grad!, ofCells);
        foreach (var (numbers, parameter) in learned.Zip(likelihood.parameters()))
        {
            AssertClose(numbers.Gradient, parameter.grad!, x.abs().sum(0));
        }

        static void AssertClose(Tensor actual, Tensor expected, Tensor size)
        {
            var errors = (actual - expected).abs() / (1 + expected.abs() + size);

            Assert.That(expected.abs().max().item<double>(), Is.GreaterThan(0));
            Assert.That(errors.max().item<double>(), Is.LessThan(1e-5));
        }

        static SlotMatrix Slots(Tensor rows)
        {
            var matrix = new SlotMatrix(RowCount, rows.shape[1]);
            matrix.CopyFrom(rows.contiguous());
            return matrix;
        }
    }
}
