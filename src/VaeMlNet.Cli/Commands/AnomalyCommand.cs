using System.CommandLine;

namespace VaeMlNet.Cli;

/// <summary><c>vaemlnet anomaly</c>: measures the detector, and others beside it, on labelled data sets.</summary>
internal sealed class AnomalyCommand : VerbCommand
{
    private static readonly int[] DefaultSeeds = [1, 2, 3, 4, 5];

    private readonly Option<string?> data = OptionFactory.Text(
        "--data",
        "FOLDER",
        "CSV files whose header starts with 'label,' (1 = anomaly), then numbers"
    );

    private readonly Option<string?> reference = OptionFactory.Text(
        "--reference",
        "FILE.csv",
        "Figures of other methods to place beside: dataset, protocol, method, auroc_mean, aupr_mean"
    );

    private readonly Option<string[]?> sets = OptionFactory.Names("--sets", "Names of data sets [default: all]");
    private readonly Option<int[]?> seeds = OptionFactory.Integers(
        "--seeds",
        "A split and a fit for each [default: 1,2,3,4,5]"
    );

    private readonly Option<int?> epochs = OptionFactory.Integer(
        "--epochs",
        "Passes over the training rows [default: by the number of rows]",
        minimum: 1
    );

    private readonly Option<string> output = new("--out")
    {
        HelpName = "FOLDER",
        Description = "Where anomaly.csv, anomaly.json and anomaly.md go",
        DefaultValueFactory = _ => Path.Combine("artifacts", "anomaly"),
    };

    /// <summary>Creates the verb.</summary>
    public AnomalyCommand(CommandContext context)
        : base(
            "anomaly",
            "Measures how well the VAE finds anomalies in labelled data sets, beside other detectors.",
            context
        )
    {
        data.Required = true;
        Options.Add(data);
        Options.Add(reference);
        Options.Add(sets);
        Options.Add(seeds);
        Options.Add(epochs);
        Options.Add(output);
    }

    /// <inheritdoc />
    public override IReadOnlyList<string> Examples =>
        [
            "anomaly --data=data/anomaly --reference=measured.csv",
            "anomaly --data=data/anomaly --sets=letter,vowels --seeds=1 --epochs=5 --out=artifacts/quick",
        ];

    /// <inheritdoc />
    protected override int Run(ParseResult parse)
    {
        AnomalySettings settings = new(
            parse.GetValue(data)!,
            parse.GetList(sets),
            parse.GetValue(reference),
            parse.GetList(seeds) ?? DefaultSeeds,
            parse.GetValue(epochs),
            parse.GetValue(output)!
        );
        new AnomalyRun(settings, Context).Run();
        return ExitCode.Ok;
    }
}
