using static TorchSharp.torch;

namespace VaeMlNet.Tests;

public class TrainedVaeTests
{
    [Test]
    public void Evaluate_SameSeed_IsIdentical()
    {
        using var model = Some.Trained();
        using var rows = Some.Rows(2500); // more than one batch
        var first = model.Evaluate(rows, seed: 3);
        var again = model.Evaluate(rows, seed: 3);
        var other = model.Evaluate(rows, seed: 4);
        Assert.Multiple(() =>
        {
            Assert.That(again, Is.EqualTo(first));
            Assert.That(other, Is.Not.EqualTo(first));
        });
    }

    [Test]
    public void Evaluate_ZeroWeights_IsTheEntropyOfCoinFlips()
    {
        using var model = Some.Trained(Some.Options(epochCount: 1));
        using (no_grad())
        {
            foreach (var parameter in model.Network.parameters())
            {
                parameter.zero_();
            }
        }

        using var rows = Some.Rows(10);
        var loss = model.Evaluate(rows);
        Assert.Multiple(() =>
        {
            Assert.That(loss.Reconstruction, Is.EqualTo(Some.Width * Math.Log(2)).Within(1e-5));
            Assert.That(loss.Kl, Is.Zero);
            Assert.That(model.CountActiveUnits(rows), Is.Zero);
        });
    }

    [Test]
    public void KlPerLatentDim_TrainedModel_AddsUpToTheKlOfTheLoss()
    {
        using var model = Some.Trained();
        using var rows = Some.Rows(1500);
        var kl = model.KlPerLatentDim(rows);
        Assert.That(kl, Has.Length.EqualTo(3));
        Assert.That(kl.Sum(), Is.EqualTo(model.Evaluate(rows).Kl).Within(1e-3).Percent);
    }

    [Test]
    public void CountActiveUnits_StrongBeta_FindsThePriorEverywhere()
    {
        using var free = Some.Trained(Some.Options(epochCount: 40, beta: 0.1), rowCount: 128);
        using var collapsed = Some.Trained(Some.Options(epochCount: 40, beta: 100), rowCount: 128);
        using var rows = Some.Rows(200);
        Assert.Multiple(() =>
        {
            Assert.That(free.CountActiveUnits(rows), Is.GreaterThanOrEqualTo(2));
            Assert.That(collapsed.CountActiveUnits(rows), Is.Zero);
        });
    }

    [Test]
    public void Evaluate_NetworkInTrainingMode_LeavesTheModeAlone()
    {
        using var model = Some.Trained();
        using var rows = Some.Rows(4);
        model.Network.train();
        model.Evaluate(rows);
        Assert.That(model.Network.training, Is.True);
        model.Network.eval();
        model.Evaluate(rows);
        Assert.That(model.Network.training, Is.False);
    }
}
