// A web API that scores JSON rows: POST /score, GET /health. The setting "Model" names another model folder.
using ScoringService;

var builder = WebApplication.CreateBuilder(args);
builder.Services.AddProblemDetails();
builder.Services.AddSingleton(
    new PumpScorer(builder.Configuration["Model"] ?? Path.Combine(AppContext.BaseDirectory, "model"))
);
builder.Services.AddHealthChecks().AddCheck<ModelHealth>("model");

var app = builder.Build();
app.UseExceptionHandler();
app.MapHealthChecks("/health");
app.MapPost(
    "/score",
    async (HttpRequest request, PumpScorer scorer) =>
    {
        var readings = await ReadingsRequest.ReadAsync(request.Body, scorer.Modes, request.HttpContext.RequestAborted);
        return readings.Errors.Count == 0
            ? Results.Ok(scorer.Score(readings.Rows))
            : Results.ValidationProblem(readings.Errors, title: "The readings could not be scored.");
    }
);
app.Run();
