using System.CommandLine;
using System.CommandLine.Parsing;
using System.Text.Json;

namespace VaeMlNet.Tooling;

/// <summary>The options for the kind of a score, its p-value and its contributions.</summary>
internal sealed class ScoreOptions : OptionGroup
{
    private readonly Option<string> kind = OptionFactory.Choice(
        "--kind",
        "The kind of score, in nats; a higher score is more anomalous",
        [.. Enum.GetValues<VaeScoreKind>().Select(NameOf)],
        NameOf(VaeScoreKind.NegativeElbo)
    );

    private readonly Option<int?> samples = OptionFactory.Integer(
        "--samples",
        "For --kind=marginal-likelihood: samples of the latents per row",
        minimum: 1,
        50,
        maximum: 10_000
    );

    private readonly Option<int?> seed = OptionFactory.Seed("For --kind=marginal-likelihood: seed of the samples");

    private readonly Option<bool> pValues = new("--p-values")
    {
        Description =
            "Also write the p-value of each row: the share of the calibration rows of the export whose score is at least as high; small "
            + "values are anomalous",
    };

    private readonly Option<bool> contributions = new("--contributions")
    {
        Description =
            "Also write the contribution of each column to the score; the contributions of a row add up to its score",
    };

    public override IEnumerable<Option> All => [kind, samples, seed, pValues, contributions];

    /// <summary>Returns the names of the options that the user gave for more columns of the results.</summary>
    public IEnumerable<string> OfAllRows(CommandResult result) => result.Given(pValues, contributions);

    /// <summary>Returns whether contributions are written.</summary>
    public bool HasContributions(ParseResult parse) => parse.GetValue(contributions);

    /// <summary>Returns whether p-values are written.</summary>
    public bool HasPValues(ParseResult parse) => parse.GetValue(pValues);

    /// <summary>Reads the options, for a step with the column names of <see cref="ScoreWriter"/>.</summary>
    public VaeScoreOptions Read(ParseResult parse, bool allowMissingColumns) =>
        new()
        {
            Kind = Enum.GetValues<VaeScoreKind>().First(value => NameOf(value) == parse.GetValue(kind)),
            SampleCount = parse.GetValue(samples)!.Value,
            Seed = parse.GetValue(seed)!.Value,
            PredictedLabelColumnName = ScoreWriter.PredictedLabelColumn,
            PValueColumnName = HasPValues(parse) ? ScoreWriter.PValueColumn : null,
            AllowMissingColumns = allowMissingColumns,
            ContributionsColumnName = HasContributions(parse) ? ScoreWriter.ContributionsColumn : null,
        };

    /// <summary>Refuses the options for other scores than that of time series.</summary>
    public void RefuseForSeries(ParseResult parse)
    {
        if (parse.CommandResult.Given(kind, samples, seed, pValues).FirstOrDefault() is { } given)
        {
            throw new CommandException(
                $"{given} is not for models of time series, whose score is the reconstruction error of the windows of a row. Leave it out."
            );
        }
    }

    protected override void Check(CommandResult result)
    {
        var sampled = NameOf(VaeScoreKind.MarginalLikelihood);
        var isSampled = result.GetValue(kind) == sampled;
        Option[] unsuitable = isSampled ? [pValues, contributions] : [samples, seed];
        foreach (var option in result.Given(unsuitable))
        {
            result.AddError(
                $"{option} is {(isSampled ? "not " : "")}for --kind={sampled}. Leave it out, or choose another kind."
            );
        }
    }

    /// <summary>Returns the name of a kind on the command line, such as negative-elbo.</summary>
    private static string NameOf(VaeScoreKind kind) => JsonNamingPolicy.KebabCaseLower.ConvertName(kind.ToString());
}
