using System.CommandLine;

namespace VaeMlNet.Benchmarks;

/// <summary>Parses the hidden subcommand that runs this program as a child process.</summary>
internal static class ChildCommand
{
    public const string Trainer = "trainer";
    public const string TorchSharp = "torchsharp";
    public const string Products = "products";
    public const string Growth = "growth";
    public const string Scorer = "scorer";

    /// <summary>Returns the arguments of VaeMlNet's trainer.</summary>
    public static string[] ForTrainer(TrainingSection section, string mnist) =>
        [Trainer, .. Arguments(section), $"--mnist={mnist}"];

    /// <summary>Returns the arguments of the candidate that trains with TorchSharp alone.</summary>
    public static string[] ForTorchSharp(TrainingSection section, string mnist, int threads) =>
        [TorchSharp, .. Arguments(section), $"--mnist={mnist}", FormattableString.Invariant($"--threads={threads}")];

    /// <summary>Returns the arguments of the candidate that computes only matrix products.</summary>
    public static string[] ForProducts(TrainingSection section, int threads, int parts) =>
        [
            Products,
            .. Arguments(section),
            FormattableString.Invariant($"--threads={threads}"),
            FormattableString.Invariant($"--parts={parts}"),
        ];

    /// <summary>Returns the arguments of training on a number of rows.</summary>
    public static string[] ForGrowth(long rowCount, GrowthSource source, int epochCount, string mnist) =>
        [
            Growth,
            FormattableString.Invariant($"--rows={rowCount}"),
            $"--source={source}",
            FormattableString.Invariant($"--epochs={epochCount}"),
            $"--mnist={mnist}",
        ];

    /// <summary>Returns the arguments of VaeMlNet's scoring step.</summary>
    public static string[] ForScorer(string modelFolder, string mnist) =>
        [Scorer, $"--model={modelFolder}", $"--mnist={mnist}"];

    public static Command Create()
    {
        var turns = new ChildTurns(Console.In, Console.Out);
        return new Command(ChildStart.Command, "Takes turns as a candidate in a process of its own.")
        {
            Hidden = true,
            Subcommands =
            {
                NewTrainer(turns),
                NewTorchSharp(turns),
                NewProducts(turns),
                NewGrowth(),
                NewScorer(turns),
            },
        };
    }

    private static Command NewTrainer(ChildTurns turns)
    {
        SectionOptions section = new();
        Option<string> mnist = new("--mnist") { Required = true };
        Command command = new(Trainer)
        {
            section.Name,
            section.Rows,
            section.Device,
            section.UsesMixedPrecision,
            mnist,
        };
        command.SetAction(parse => TrainerWorker.Run(section.Read(parse), parse.GetValue(mnist)!, turns));
        return command;
    }

    private static Command NewTorchSharp(ChildTurns turns)
    {
        SectionOptions section = new();
        Option<string> mnist = new("--mnist") { Required = true };
        Option<int> threads = new("--threads") { Required = true };
        Command command = new(TorchSharp)
        {
            section.Name,
            section.Rows,
            section.Device,
            section.UsesMixedPrecision,
            mnist,
            threads,
        };
        command.SetAction(parse =>
            TorchSharpWorker.Run(section.Read(parse), parse.GetValue(mnist)!, parse.GetValue(threads), turns)
        );
        return command;
    }

    private static Command NewProducts(ChildTurns turns)
    {
        SectionOptions section = new();
        Option<int> threads = new("--threads") { Required = true };
        Option<int> parts = new("--parts") { Required = true };
        Command command = new(Products)
        {
            section.Name,
            section.Rows,
            section.Device,
            section.UsesMixedPrecision,
            threads,
            parts,
        };
        command.SetAction(parse =>
            ProductsWorker.Run(section.Read(parse), parse.GetValue(threads), parse.GetValue(parts), turns)
        );
        return command;
    }

    private static Command NewGrowth()
    {
        Option<long> rows = new("--rows") { Required = true };
        Option<GrowthSource> source = new("--source") { Required = true };
        Option<int> epochs = new("--epochs") { Required = true };
        Option<string> mnist = new("--mnist") { Required = true };
        Command command = new(Growth) { rows, source, epochs, mnist };
        command.SetAction(parse =>
            Console.WriteLine(
                TurnLines.Write(
                    GrowthWorker.Run(
                        parse.GetValue(rows),
                        parse.GetValue(source),
                        parse.GetValue(epochs),
                        parse.GetValue(mnist)!
                    )
                )
            )
        );
        return command;
    }

    private static Command NewScorer(ChildTurns turns)
    {
        Option<string> model = new("--model") { Required = true };
        Option<string> mnist = new("--mnist") { Required = true };
        Command command = new(Scorer) { model, mnist };
        command.SetAction(parse => ScoringWorker.Run(parse.GetValue(model)!, parse.GetValue(mnist)!, turns));
        return command;
    }

    private static string[] Arguments(TrainingSection section) =>
        [
            $"--section={section.Name}",
            FormattableString.Invariant($"--rows={section.RowCount}"),
            $"--device={section.Device}",
            $"--mixed-precision={section.UsesMixedPrecision}",
        ];

    private sealed class SectionOptions
    {
        public Option<string> Name { get; } = new("--section") { Required = true };

        public Option<int> Rows { get; } = new("--rows") { Required = true };

        public Option<string> Device { get; } = new("--device") { Required = true };

        public Option<bool> UsesMixedPrecision { get; } = new("--mixed-precision") { Required = true };

        public TrainingSection Read(ParseResult parse) =>
            TrainingSection
                .All.Concat(TrainingSection.OfGpu)
                .Single(section => section.Name == parse.GetValue(Name))
                .WithRows(parse.GetValue(Rows)) with
            {
                Device = parse.GetValue(Device)!,
                UsesMixedPrecision = parse.GetValue(UsesMixedPrecision),
            };
    }
}
