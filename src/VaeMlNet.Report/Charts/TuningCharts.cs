using System.Text.Json.Nodes;

namespace VaeMlNet.Report;

/// <summary>Charts of the objective of trials over their numbers and their options.</summary>
internal static class TuningCharts
{
    private const int Height = 240;
    private const int MostTrials = 1000;
    private const string Objective = "objective";
    private const string Share = "epochs";

    /// <summary>Creates the chart of the trials in their order, with the best objective so far as a line.</summary>
    public static Chart OverTrials(TuningFacts facts)
    {
        List<JsonObject> best = [];
        double? soFar = null;
        foreach (var trial in facts.Trials.Where(trial => trial.Objective is not null))
        {
            soFar =
                soFar is { } old && (facts.IsHigherBetter ? old >= trial.Objective : old <= trial.Objective)
                    ? old
                    : trial.Objective;
            best.Add(new() { ["trial"] = trial.Number, [Objective] = VegaLite.Number(soFar!.Value) });
        }

        var x = VegaLite.Quantitative("trial", "number of the trial", format: "d");
        var line = VegaLite.Mark("line", ("interpolate", "step-after"));
        var spec = VegaLite.Layered(
            Height,
            VegaLite.Layer(line, new JsonObject { ["x"] = x, ["y"] = Y(facts) }, best),
            VegaLite.Layer(
                Points(),
                new JsonObject
                {
                    ["x"] = x.DeepClone(),
                    ["y"] = Y(facts),
                    ["color"] = VegaLite.Nominal(Share, Share),
                    ["tooltip"] = Tooltip(facts),
                },
                Values(facts)
            )
        );
        return new Chart(
            "over-trials",
            "Objective of each trial",
            $"{facts.Objective} of each trial, and the best so far. Trial {facts.Best.Number} is the best with {Figure.Number(facts.Best.Objective!.Value)}.",
            spec
        );
    }

    /// <summary>Creates the chart of the importance of each option.</summary>
    public static Chart Importance(TuningFacts facts)
    {
        var spec = VegaLite.Over(
            facts.Importance.Select(option => new JsonObject
            {
                ["option"] = option.Key,
                ["importance"] = VegaLite.Number(option.Value),
            }),
            Height
        );
        spec["mark"] = "bar";
        var y = VegaLite.Nominal("option", null);
        y["sort"] = "-x";
        spec["encoding"] = new JsonObject
        {
            ["x"] = VegaLite.Quantitative("importance", "share of the importance", format: "%"),
            ["y"] = y,
            ["tooltip"] = new JsonArray(
                VegaLite.Tooltip("option", "option"),
                VegaLite.Tooltip("importance", "importance", ".0%")
            ),
        };
        var largest = facts.Importance[0];
        return new Chart(
            "option-importance",
            "Importance of the options",
            $"The share of each option in the importance. The most important option is {largest.Key} with {Figure.Percent(largest.Value)}.",
            spec
        );
    }

    /// <summary>Creates the chart of the objective over the values of an option.</summary>
    public static Chart OverOption(TuningFacts facts, string option)
    {
        var numbers = facts.Trials.Select(trial => Figure.Parse(trial.Values[option])).ToArray();
        var isNumber = Array.TrueForAll(numbers, number => number is not null);
        JsonObject? log =
            isNumber && numbers.Min() > 0 && numbers.Max() / numbers.Min() >= 8
                ? new() { ["type"] = "log", ["nice"] = false }
                : new() { ["zero"] = false };
        var x = isNumber ? VegaLite.Quantitative("value", option, log, ".3~g") : VegaLite.Nominal("value", option);
        var spec = VegaLite.Over(Values(facts, option), Height);
        spec["mark"] = Points();
        spec["encoding"] = new JsonObject
        {
            ["x"] = x,
            ["y"] = Y(facts),
            ["color"] = VegaLite.Nominal(Share, Share),
            ["tooltip"] = Tooltip(facts, VegaLite.Tooltip("value", option)),
        };
        return new Chart(
            $"option-{option.Replace('_', '-')}",
            option,
            $"{facts.Objective} over the values of {option}, one point for each training. The best trial has {facts.Best.Values[option]}.",
            spec
        );
    }

    private static JsonObject Points() => VegaLite.Mark("point", ("filled", true), ("opacity", 0.7));

    private static JsonObject Y(TuningFacts facts) =>
        VegaLite.Quantitative(Objective, facts.Objective, new JsonObject { ["zero"] = false });

    private static JsonArray Tooltip(TuningFacts facts, params JsonObject[] more) =>
        [
            VegaLite.Tooltip("trial", "trial"),
            .. more,
            VegaLite.Tooltip(Share, Share),
            VegaLite.Tooltip(Objective, facts.Objective, ".5~g"),
        ];

    // A few failed trainings would squeeze all others into a line, so that the worst twentieth is left out.
    private static IEnumerable<JsonObject> Values(TuningFacts facts, string? option = null)
    {
        TuningTrial[] ranked = [.. facts.Ranked(facts.Trials.Where(trial => trial.Objective is not null))];
        return ranked
            .Take(Math.Min(MostTrials, ranked.Length - (ranked.Length / 20)))
            .Select(trial =>
            {
                JsonObject value = new()
                {
                    ["trial"] = trial.Number,
                    [Share] = trial.EpochText,
                    [Objective] = VegaLite.Number(trial.Objective!.Value),
                };
                if (option is not null)
                {
                    value["value"] = Figure.Parse(trial.Values[option]) is { } number
                        ? VegaLite.Number(number)
                        : JsonValue.Create(trial.Values[option]);
                }

                return value;
            });
    }
}
