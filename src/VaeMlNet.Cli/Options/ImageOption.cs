using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using VaeMlNet.Report;

namespace VaeMlNet.Cli;

/// <summary>The option <c>--image</c>: the shape of the images that the rows are.</summary>
/// <param name="description">The meaning of the option.</param>
internal sealed class ImageOption(string description)
{
    private const char Separator = 'x';

    private readonly Option<string?> image = OptionFactory.Text(
        "--image",
        "HEIGHTxWIDTH",
        $"{description}; HEIGHTxWIDTHx3 for color, with all red values of a row first, then green and blue [default: that of the model or of IDX images, otherwise a square in pictures]"
    );

    /// <summary>Adds the option to a verb.</summary>
    public void AddTo(Command command)
    {
        command.Options.Add(image);
        command.Validators.Add(Check);
    }

    /// <summary>Returns the shape; null where the option is not given.</summary>
    public PictureShape? Shape(ParseResult parse) => parse.GetValue(image) is { } text ? Parse(text) : null;

    /// <summary>Returns whether the option is given.</summary>
    public bool IsGiven(CommandResult result) => result.IsGiven(image);

    private void Check(CommandResult result)
    {
        if (result.GetValue(image) is { } text && Parse(text) is null)
        {
            result.AddError(
                $"--image is '{text}', expected two whole numbers above 0, such as 28x28, or 32x32x3 for color."
            );
        }
    }

    private static PictureShape? Parse(string text) =>
        text.Split(Separator).Select(Number).ToArray() switch
        {
            [{ } height, { } width] => new PictureShape(height, width),
            [{ } height, { } width, 3] => new PictureShape(height, width, 3),
            _ => null,
        };

    private static int? Number(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0
            ? number
            : null;
}
