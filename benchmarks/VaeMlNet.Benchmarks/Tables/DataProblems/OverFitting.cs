namespace VaeMlNet.Benchmarks;

/// <summary>Overfitting of a wide network to few rows in many epochs.</summary>
internal sealed class OverFitting : DataProblem
{
    private const int RowCount = 300;

    public override string Name => "over-fitting";

    public override string Treatment =>
        "`EarlyStopping = new() { Patience = 20 }, Data = new() { ValidationShare = 0.2 }`";

    public override string Measured =>
        "mean score of held-out films in nats, lower is better; 300 training rows, hidden widths 400 and 400, up to 600 epochs";

    public override string Format => "F1";

    public override (double? Without, double With) Measure(DataProblemRun run)
    {
        Film[] train = [.. run.Split.Train.Take(RowCount)];
        var plain = new VaeTrainerOptions { HiddenDims = [400, 400], EpochCount = 600 };
        var stopped = plain with
        {
            EarlyStopping = new() { Patience = 20 },
            Data = new() { ValidationShare = 0.2 },
        };
        return (
            run.Scores(run.Detector(plain), train, run.Split.Test).Average(),
            run.Scores(run.Detector(stopped), train, run.Split.Test).Average()
        );
    }
}
