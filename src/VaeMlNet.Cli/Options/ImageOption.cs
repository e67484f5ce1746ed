using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;

namespace VaeMlNet.Cli;

/// <summary>The option <c>--image</c>: the shape of the images that the rows are.</summary>
internal sealed class ImageOption : OptionGroup
{
    private const char Separator = 'x';

    public Option<string?> Option { get; } =
        OptionFactory.Text(
            "--image",
            "HEIGHTxWIDTH",
            "The size of the images that the rows are, to which pictures of a folder are resized; HEIGHTxWIDTHx3 for color, with all red values of a row first, then green and blue [default: that of the first picture, of IDX images or of the model, otherwise a square]"
        );

    public override IEnumerable<Option> All => [Option];

    /// <summary>Returns the shape; null where the option is not given.</summary>
    public VaeImageShape? Shape(ParseResult parse) => parse.GetValue(Option) is { } text ? Parse(text) : null;

    public bool IsGiven(CommandResult result) => result.IsGiven(Option);

    protected override void Check(CommandResult result)
    {
        if (result.GetValue(Option) is { } text && Parse(text) is null)
        {
            result.AddError(
                $"--image is '{text}', expected two whole numbers above 0, such as 28x28, or 32x32x3 for color."
            );
        }
    }

    private static VaeImageShape? Parse(string text) =>
        text.Split(Separator).Select(Number).ToArray() switch
        {
            [{ } height, { } width] => new VaeImageShape(1, height, width),
            [{ } height, { } width, 3] => new VaeImageShape(3, height, width),
            _ => null,
        };

    private static int? Number(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0
            ? number
            : null;
}
