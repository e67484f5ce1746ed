using System.Text.Json.Nodes;

namespace NotebookRunner.Tests;

public sealed class NotebookTests
{
    private TemporaryFolder folder = null!;

    [SetUp]
    public void CreateFolder() => folder = new TemporaryFolder();

    [TearDown]
    public void DeleteFolder() => folder.Dispose();

    [Test]
    public void Write_CellsWithoutIds_GivesThemTheSameFreeIdsEachTime()
    {
        var text = NotebookText.Write(
            NotebookText.Code(null, "1"),
            NotebookText.Code("cell-1", "2"),
            NotebookText.Code(null, "3")
        );
        var path = folder.Write("n.ipynb", text);

        Notebook.Read(path).Write();
        var first = File.ReadAllText(path);
        Notebook.Read(path).Write();

        Assert.That(File.ReadAllText(path), Is.EqualTo(first));

        var notebook = NotebookText.Read(path);
        NbFormat.AssertValid(notebook);

        Assert.That(notebook.Cells()[1]["id"]!.GetValue<string>(), Is.EqualTo("cell-1"));
    }

    [Test]
    public void Write_Metadata_StaysAsItWas()
    {
        var path = folder.Write("n.ipynb", NotebookText.Write("1"));
        var before = NotebookText.Read(path)["metadata"]!.ToJsonString();

        Notebook.Read(path).Write();

        Assert.That(NotebookText.Read(path)["metadata"]!.ToJsonString(), Is.EqualTo(before));
        Assert.That(folder.Entries, Is.EqualTo(new[] { "n.ipynb" }));
    }

    [TestCase("not JSON", "could not be read as a notebook")]
    [TestCase("[]", "could not be read as a notebook")]
    [TestCase("""{ "nbformat": 4, "cells": [1] }""", "could not be read as a notebook")]
    [TestCase("""{ "nbformat": 3, "cells": [] }""", "its nbformat is 3, expected 4")]
    [TestCase("""{ "nbformat": 4 }""", "could not be read as a notebook")]
    public void Read_NoNotebook_NamesFileAndReason(string text, string reason)
    {
        var path = folder.Write("n.ipynb", text);

        Assert.That(
            () => Notebook.Read(path),
            Throws.TypeOf<NotebookException>().With.Message.Contains(path).And.Message.Contains(reason)
        );
    }

    [Test]
    public void Read_MissingFile_NamesIt()
    {
        Assert.That(
            () => Notebook.Read(folder["none.ipynb"]),
            Throws.TypeOf<NotebookException>().With.Message.Contains(folder["none.ipynb"])
        );
    }
}
