using System.Globalization;
using Microsoft.ML;

namespace VaeMlNet.Tests;

/// <summary>Loads saved steps as a process does that has never heard of VaeMlNet, and prints what they give.</summary>
internal static class StockLoader
{
    public const string Verb = "load";

    private const int RowCount = 20;

    /// <summary>Returns the file name of a step in a layout.</summary>
    public static string FileName(EstimatorSubject subject, ColumnLayout layout)
    {
        var number = ContractCases.Subjects().Select(s => s.Name).ToList().IndexOf(subject.Name);
        return $"{number}-{ColumnLayout.All.ToList().IndexOf(layout)}.zip";
    }

    /// <summary>Prints every step whose file is in a folder. Nothing of VaeMlNet may be loaded by that.</summary>
    public static int Run(string folder)
    {
        foreach (var subject in ContractCases.Subjects())
        {
            foreach (var layout in ContractCases.LayoutsOf(subject))
            {
                var file = FileName(subject, layout);
                if (!File.Exists(Path.Combine(folder, file)))
                {
                    continue;
                }

                using var data = Data(subject, layout);
                var loaded = new MLContext(1).Model.Load(Path.Combine(folder, file), out var input);
                Console.WriteLine(file);
                Print(input, loaded.Transform(data.View), Console.Out);
                (loaded as IDisposable)?.Dispose();
            }
        }

        return AppDomain.CurrentDomain.GetAssemblies().Any(a => a.GetName().Name == "VaeMlNet") ? 1 : 0;
    }

    /// <summary>Creates the data for a subject and a layout. Both processes create the same data.</summary>
    public static LayoutData Data(EstimatorSubject subject, ColumnLayout layout) =>
        layout.Create(subject.Inputs, RowCount);

    /// <summary>Prints one line for each schema, and then one line for each row.</summary>
    public static void Print(DataViewSchema input, IDataView view, TextWriter output)
    {
        output.WriteLine(string.Join(", ", SavedZip.Visible(input)));
        output.WriteLine(string.Join(", ", SavedZip.Visible(view.Schema)));
        foreach (var row in ViewRows.Read(view, ViewRows.Visible(view.Schema)))
        {
            output.WriteLine(string.Join('\t', row.Select(Text)));
        }
    }

    private static string Text(object value) =>
        value is Array values
            ? string.Join(' ', values.Cast<object>().Select(Text))
            : Convert.ToString(value, CultureInfo.InvariantCulture)!;
}
