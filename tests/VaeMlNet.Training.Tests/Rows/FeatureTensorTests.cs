using static TorchSharp.torch;

namespace VaeMlNet.Tests;

public class FeatureTensorTests
{
    private readonly VaeTrainer trainer = new(Some.Options());

    [Test]
    public void Fit_NotFloat32Matrix_SaysWhatItIs()
    {
        using var doubles = zeros(2, 3, ScalarType.Float64);
        using var cube = zeros(2, 3, 4);

        Assert.Multiple(() =>
        {
            Assert.That(
                () => trainer.Fit(doubles),
                Throws.ArgumentException.With.Message.Contains("Float64 [2, 3], but Float32 [N, D]")
            );
            Assert.That(() => trainer.Fit(cube), Throws.ArgumentException.With.Message.Contains("[2, 3, 4]"));
        });
    }

    [Test]
    public void Fit_NoRows_ReportsIt()
    {
        using var none = zeros(0, 3);

        Assert.That(() => trainer.Fit(none), Throws.InvalidOperationException.With.Message.Contains("0 rows"));
    }

    [Test]
    public void Fit_BadValueInALaterBlock_NamesRowAndSlot()
    {
        var values = Some.Values(5000);
        values[4999][11] = 1.5f;
        using var rows = Some.ToTensor(values);

        Assert.That(
            () => trainer.Fit(rows),
            Throws.TypeOf<VaeRowException>().With.Message.Contains("Row 4999, slot 11 of 'Features' is 1.5,")
        );
    }

    [Test]
    public void Fit_TransposedTensor_ReadsRowsAndNotMemory()
    {
        using var columns = Some.ToTensor([0.1f, float.NaN], [0.2f, 0.3f]);
        using var rows = columns.transpose(0, 1);

        Assert.That(
            () => trainer.Fit(rows),
            Throws.TypeOf<VaeRowException>().With.Message.Contains("Row 1, slot 0 of 'Features' is NaN")
        );
    }

    [Test]
    public void Fit_ValidationOfAnotherWidth_NamesBoth()
    {
        using var rows = Some.Rows(4);
        using var narrow = zeros(4, 3);

        Assert.That(
            () => trainer.Fit(rows, narrow),
            Throws.ArgumentException.With.Message.Contains("[4, 3], but Float32 [N, 12]")
        );
    }

    [Test]
    public void Evaluate_WrongWidth_Throws()
    {
        using var model = Some.Trained(Some.Options(epochCount: 1));
        using var narrow = zeros(4, 3);

        Assert.That(() => model.Evaluate(narrow), Throws.ArgumentException.With.Message.Contains("[N, 12]"));
    }
}
