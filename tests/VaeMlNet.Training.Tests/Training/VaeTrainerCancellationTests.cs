namespace VaeMlNet.Tests;

public class VaeTrainerCancellationTests
{
    [Test]
    public void Fit_CanceledWhileTraining_StopsAtTheNextStep()
    {
        using var cancellation = new CancellationTokenSource();
        var reports = new ProgressRecorder(_ => cancellation.Cancel());
        using var rows = Some.Rows(200);
        var trainer = new VaeTrainer(Some.Options(batchSize: 1, epochCount: 1000));

        Assert.That(
            () => trainer.Fit(rows, progress: reports, cancellationToken: cancellation.Token),
            Throws.InstanceOf<OperationCanceledException>()
        );
        Assert.That(reports.All, Has.Count.EqualTo(1));
    }

    [Test]
    public void Fit_CanceledBefore_TrainsNothing()
    {
        var reports = new ProgressRecorder();
        using var rows = Some.Rows(4);

        Assert.That(
            () =>
                new VaeTrainer(Some.Options()).Fit(
                    rows,
                    progress: reports,
                    cancellationToken: new CancellationToken(true)
                ),
            Throws.InstanceOf<OperationCanceledException>()
        );
        Assert.That(reports.All, Is.Empty);
    }
}
