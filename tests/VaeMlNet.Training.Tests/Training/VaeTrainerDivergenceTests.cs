namespace VaeMlNet.Tests;

public class VaeTrainerDivergenceTests
{
    [Test]
    public void Fit_LearningRateTooHigh_SaysWhereAndWhatToDo() =>
        Assert.That(
            () => Some.Trained(Some.Options(learningRate: 1e30)),
            Throws
                .TypeOf<VaeDivergenceException>()
                .With.Message.StartsWith("Training stopped at epoch 1, batch 2: loss is ")
                .And.Message.Contains("reconstruction ")
                .And.Message.Contains("KL ")
                .And.Message.Contains("beta 1, learning rate 1E+30")
                .And.Message.Contains("Lower LearningRate")
        );

    [Test]
    public void Fit_DivergedInTheLastStep_IsNoticedToo()
    {
        using var rows = Some.Rows(16);
        var options = Some.Options(epochCount: 1, batchSize: 16, learningRate: 1e30);
        Assert.That(
            () => new VaeTrainer(options).Fit(rows),
            Throws
                .TypeOf<VaeDivergenceException>()
                .With.Message.StartsWith("Training stopped at the end of epoch 1: loss is ")
        );
    }

    [Test]
    public void Fit_DivergedBeforeValidation_IsNoticedThere()
    {
        using var rows = Some.Rows(16);
        var options = Some.Options(epochCount: 2, batchSize: 16, learningRate: 1e30);
        Assert.That(
            () => new VaeTrainer(options).Fit(rows, rows),
            Throws
                .TypeOf<VaeDivergenceException>()
                .With.Message.StartsWith("Training stopped at the end of epoch 1: loss is ")
        );
    }
}
