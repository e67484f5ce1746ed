namespace VaeMlNet.Benchmarks;

/// <summary>An imbalanced class with three percent of the films.</summary>
internal sealed class Imbalance : DataProblem
{
    public override string Name => "imbalance";

    public override string Treatment => "`Data = new() { ClassColumnName = \"Rating\" }`";

    public override string Measured => "mean score of held-out films rated G, 3 % of all, in nats: lower is better";

    public override string Format => "F1";

    public override (double? Without, double With) Measure(DataProblemRun run)
    {
        static bool IsRated(Film film) => film.Rating is "G" or "PG" or "PG-13" or "R";
        Film[] train = [.. run.Split.Train.Where(IsRated)];
        Film[] rare = [.. run.Split.Test.Where(film => film.Rating == "G")];
        var balanced = new VaeTrainerOptions { Data = new() { ClassColumnName = "Rating" } };
        return (
            run.Scores(run.Detector(), train, rare).Average(),
            run.Scores(run.Detector(balanced), train, rare).Average()
        );
    }
}
