using Microsoft.ML;

namespace VaeMlNet.Tests;

public class FeatureColumnTests
{
    private readonly VaeTrainer trainer = new(Some.Options());

    [Test]
    public void Fit_MissingColumn_NamesItAndTheOthers() =>
        AssertRefused<ArgumentOutOfRangeException>(
            () => trainer.Fit(Some.View(Some.Values(4)), "Pixels"),
            "could not find feature column 'Pixels'",
            "'Features'"
        );

    [Test]
    public void Fit_WrongType_SaysWhichAndWhatIsNeeded()
    {
        var data = new MLContext(1).Data.LoadFromEnumerable([new Mixed()]);
        AssertRefused<ArgumentOutOfRangeException>(
            () => trainer.Fit(data, "Scalar"),
            "'Scalar' is Single",
            "Vector<Single>",
            "Concatenate"
        );
        AssertRefused<ArgumentOutOfRangeException>(
            () => trainer.Fit(data, "Doubles"),
            "'Doubles' is Vector<Double, 2>",
            "ConvertType"
        );
    }

    [Test]
    public void Fit_VariableSize_SaysHowToFixIt()
    {
        var data = new MLContext(1).Data.LoadFromEnumerable([new Mixed()]);
        AssertRefused<ArgumentOutOfRangeException>(
            () => trainer.Fit(data, "Variable"),
            "'Variable' is Vector<Single>",
            "[VectorType(n)]"
        );
    }

    [TestCase(float.NaN, "NaN")]
    [TestCase(float.PositiveInfinity, "Infinity")]
    [Proves(27)]
    public void Fit_NotFinite_NamesRowAndSlot(float value, string text)
    {
        var values = Some.Values(20);
        values[17][4] = value;
        AssertRefused<VaeRowException>(
            () => trainer.Fit(Some.View(values), "Features"),
            $"Row 17, slot 4 of 'Features' is {text}",
            "ReplaceMissingValues"
        );
    }

    [TestCase(1.73f, "1.73")]
    [TestCase(-0.25f, "-0.25")]
    public void Fit_OutsideBernoulli_NamesRowSlotAndValue(float value, string text)
    {
        var values = Some.Values(20);
        values[17][4] = value;
        AssertRefused<VaeRowException>(
            () => trainer.Fit(Some.View(values), "Features"),
            $"Row 17, slot 4 of 'Features' is {text}, but the Bernoulli likelihood needs values in [0, 1]",
            "NormalizeMinMax and fixZero: false",
            "VaeLikelihoodOptions.GaussianUnitVariance"
        );
    }

    [Test]
    public void Fit_BadValidationRow_SaysThatItIsValidationData()
    {
        var values = Some.Values(3);
        values[1][2] = 2;
        AssertRefused<VaeRowException>(
            () => trainer.Fit(Some.View(Some.Values(4)), "Features", Some.View(values)),
            "Row 1, slot 2 of 'Features' of the validation data is 2"
        );
    }

    [Test]
    public void Fit_NoRows_ReportsIt() =>
        AssertRefused<InvalidOperationException>(
            () => trainer.Fit(Some.View(), "Features"),
            "read 0 rows from 'Features'"
        );

    [Test]
    public void Fit_ArrayShorterThanDeclared_NamesTheRow() =>
        AssertRefused<VaeRowException>(
            () => trainer.Fit(Some.View([.. Some.Values(2), [0.5f]]), "Features"),
            "Row 2 of 'Features' has 1 values",
            "12"
        );

    [Test]
    public void Fit_ValidationOfAnotherWidth_NamesBoth() =>
        AssertRefused<ArgumentOutOfRangeException>(
            () => trainer.Fit(Some.View(Some.Values(4)), "Features", Some.View(2, [0.5f, 0.5f])),
            "Vector<Single, 2>",
            "12 slots"
        );

    private static void AssertRefused<TException>(Action fit, params string[] facts)
        where TException : Exception
    {
        var exception = Assert.Throws<TException>(fit);
        Assert.Multiple(() =>
        {
            foreach (var fact in facts)
            {
                Assert.That(exception.Message, Does.Contain(fact));
            }
        });
    }

    private sealed class Mixed
    {
        public float Scalar { get; set; }

        [Microsoft.ML.Data.VectorType(2)]
        public double[] Doubles { get; set; } = [1, 2];

        public float[] Variable { get; set; } = [1];
    }
}
