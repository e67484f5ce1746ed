using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace NotebookRunner;

/// <summary>An .ipynb file, nbformat 4. It is written as 4.5, in which every cell has an id.</summary>
internal sealed class Notebook
{
    private const int Major = 4;
    private const int Minor = 5;

    // The format of Jupyter and VS Code, so that a run changes only outputs.
    private static readonly JsonSerializerOptions Json = new()
    {
        WriteIndented = true,
        IndentSize = 1,
        NewLine = "\n",
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private readonly JsonObject root;

    private Notebook(string path, JsonObject root, JsonObject[] cells)
    {
        Path = path;
        this.root = root;
        AddIds(cells);
        CodeCells =
        [
            .. cells
                .Where(cell => (string?)cell["cell_type"] == "code")
                .Select((cell, index) => new NotebookCell(cell, index + 1)),
        ];
    }

    /// <summary>Gets the path of the file.</summary>
    public string Path { get; }

    /// <summary>Gets the cells with code, in order.</summary>
    public IReadOnlyList<NotebookCell> CodeCells { get; }

    /// <summary>Reads a notebook.</summary>
    /// <exception cref="NotebookException">The file does not exist, or is not a notebook of format 4.</exception>
    public static Notebook Read(string path)
    {
        try
        {
            if (JsonNode.Parse(File.ReadAllText(path)) is not JsonObject root || root["cells"] is not JsonArray cells)
            {
                throw new NotebookException($"{path}: could not be read as a notebook: it has no cells.");
            }

            if ((int?)root["nbformat"] != Major)
            {
                throw new NotebookException(
                    $"{path}: its nbformat is {root["nbformat"]?.ToJsonString() ?? "missing"}, expected {Major}. "
                        + "Open it in VS Code or Jupyter and save it again."
                );
            }

            return new Notebook(path, root, [.. cells.Select(cell => cell!.AsObject())]);
        }
        catch (Exception e)
            when (e is IOException or UnauthorizedAccessException or JsonException or InvalidOperationException)
        {
            throw new NotebookException($"{path}: could not be read as a notebook: {e.Message}", e);
        }
    }

    /// <summary>Writes a temporary file in the same folder and moves it over the file.</summary>
    /// <exception cref="NotebookException">The folder is not writable.</exception>
    public void Write()
    {
        root["nbformat_minor"] = Minor;
        var temporary = $"{Path}.{Guid.NewGuid():N}.tmp";
        try
        {
            File.WriteAllText(temporary, root.ToJsonString(Json) + "\n");
            File.Move(temporary, Path, overwrite: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new NotebookException($"{Path}: its outputs could not be written: {e.Message}", e);
        }
        finally
        {
            File.Delete(temporary);
        }
    }

    // Keep the ids that an editor assigned. The others follow from the positions, so that every run assigns the same.
    private static void AddIds(JsonObject[] cells)
    {
        HashSet<string> taken = [.. cells.Select(cell => (string?)cell["id"]).OfType<string>()];
        for (var i = 0; i < cells.Length; i++)
        {
            if (cells[i]["id"] is not null)
            {
                continue;
            }

            var place = i + 1;
            while (!taken.Add($"cell-{place}"))
            {
                place += cells.Length;
            }

            cells[i].Insert(0, "id", $"cell-{place}");
        }
    }
}
