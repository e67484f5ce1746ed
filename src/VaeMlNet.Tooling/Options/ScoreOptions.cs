using System.CommandLine;
using System.Text.Json;

namespace VaeMlNet.Tooling;

/// <summary>The options for the kind of a score and its contributions.</summary>
internal sealed class ScoreOptions
{
    private readonly Option<string> kind = OptionFactory.Choice(
        "--kind",
        "The kind of score, in nats; a higher score is more anomalous",
        [.. Enum.GetValues<VaeScoreKind>().Select(NameOf)],
        NameOf(VaeScoreKind.NegativeElbo)
    );

    private readonly Option<bool> contributions = new("--contributions")
    {
        Description =
            "Also write the contribution of each column to the score; the contributions of a row add up to its score",
    };

    /// <summary>Gets the options.</summary>
    public IEnumerable<Option> All => [kind, contributions];

    /// <summary>Adds the options to a verb.</summary>
    public void AddTo(Command command)
    {
        foreach (var option in All)
        {
            command.Options.Add(option);
        }
    }

    /// <summary>Returns whether contributions are written.</summary>
    public bool HasContributions(ParseResult parse) => parse.GetValue(contributions);

    /// <summary>Reads the options, for a step with the column names of <see cref="ScoreWriter"/>.</summary>
    public VaeScoreOptions Read(ParseResult parse, bool allowMissingColumns) =>
        new()
        {
            Kind = Enum.GetValues<VaeScoreKind>().First(value => NameOf(value) == parse.GetValue(kind)),
            PredictedLabelColumnName = ScoreWriter.PredictedLabelColumn,
            AllowMissingColumns = allowMissingColumns,
            ContributionsColumnName = HasContributions(parse) ? ScoreWriter.ContributionsColumn : null,
        };

    /// <summary>Returns the name of a kind on the command line, such as negative-elbo.</summary>
    private static string NameOf(VaeScoreKind kind) => JsonNamingPolicy.KebabCaseLower.ConvertName(kind.ToString());
}
