using System.Text;

namespace VaeMlNet.Tooling.Tests;

internal sealed class OptionAdviceTests
{
    [TestCase("c\n1\n2\ntwelve\n3\n4\n5\n6\n7\n8\n9\n10\n11\n", "--categorical='c'", "--ignore='c'")]
    [TestCase("c;d\n3,750;1\n1,250;2\n", "--decimal=comma or --decimal=point")]
    [TestCase("c\n01/02/2024\n03/04/2024\n", "--date-order=day-first or --date-order=month-first")]
    [Platform("Linux,MacOsX", Reason = "PowerShell quotes in another way")]
    public void OnProfile_ColumnThatNeedsADecision_NamesTheOptions(string text, params string[] options)
    {
        var file = CsvFile.FromMessage("m", Encoding.UTF8.GetBytes(text), new UTF8Encoding(false));
        void Profile() => CsvProfiler.Profile(file, ColumnChoice.All, new(), OptionAdvice.OnProfile);
        var error = Assert.Throws<CommandException>(Profile);

        foreach (var option in options)
        {
            Assert.That(error!.Message, Does.Contain(option));
        }
    }
}
