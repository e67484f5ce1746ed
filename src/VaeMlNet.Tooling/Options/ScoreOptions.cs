using System.CommandLine;
using System.Text.Json;

namespace VaeMlNet.Tooling;

/// <summary>The options that say what a score measures, and what is written beside it.</summary>
internal sealed class ScoreOptions
{
    private readonly Option<string> kind = OptionFactory.Choice(
        "--kind",
        "What to measure, in nats; higher is more anomalous",
        [.. Enum.GetValues<VaeScoreKind>().Select(NameOf)],
        NameOf(VaeScoreKind.NegativeElbo)
    );

    private readonly Option<bool> contributions = new("--contributions")
    {
        Description = "Also write each column's part of the score; the parts of a row add up to its score",
    };

    /// <summary>The options.</summary>
    public IEnumerable<Option> All => [kind, contributions];

    /// <summary>Adds the options to a verb.</summary>
    public void AddTo(Command command)
    {
        foreach (var option in All)
        {
            command.Options.Add(option);
        }
    }

    /// <summary>Whether each column's part of the score is wanted.</summary>
    public bool HasContributions(ParseResult parse) => parse.GetValue(contributions);

    /// <summary>Reads the options, for a step whose columns are named as <see cref="ScoreWriter"/> has them.</summary>
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
