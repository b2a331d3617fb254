using System.Net;
using System.Net.Http.Headers;
using System.Text.RegularExpressions;

namespace FLChain.Gateway.Tests.World;

/// <summary>What a browser does without scripts: keeps cookies, asks for pages, sends the forms that it was shown. Redirects are left to the test.</summary>
internal sealed partial class Browser : IDisposable
{
    private readonly HttpClient _client;

    private Browser(Uri address)
    {
        _client = new HttpClient(new HttpClientHandler { CookieContainer = new CookieContainer(), AllowAutoRedirect = false }) { BaseAddress = address, Timeout = TimeSpan.FromMinutes(1) };
        _client.DefaultRequestHeaders.Accept.Add(new MediaTypeWithQualityHeaderValue("text/html"));
        _client.DefaultRequestHeaders.Add("Sec-Fetch-Site", "same-origin");
    }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    /// <summary>A browser in which nobody is signed in.</summary>
    public static Browser Open(GatewayWorld world) => new(world.Address);

    /// <summary>A browser in which somebody has just taken up an invitation by the page.</summary>
    public static async Task<Browser> JoinAsync(Uri invitation)
    {
        var browser = new Browser(new Uri(invitation, "/"));
        using var answer = await browser.SendAsync("/join", "/join", ("token", invitation.Fragment[1..]), ("password", GatewayWorld.Password));
        Assert.Equal((HttpStatusCode.Redirect, "/"), (answer.StatusCode, answer.Headers.Location?.ToString()));
        return browser;
    }

    /// <summary>A browser in which a user of the world has signed in by the page.</summary>
    public static async Task<Browser> SignInAsync(GatewayWorld world, string user)
    {
        var browser = new Browser(world.Address);
        using var answer = await browser.SendAsync("/sign-in", "/sign-in", ("name", user), ("password", GatewayWorld.Password));
        Assert.Equal((HttpStatusCode.Redirect, "/"), (answer.StatusCode, answer.Headers.Location?.ToString()));
        return browser;
    }

    public Task<HttpResponseMessage> GetAsync(string path) => _client.GetAsync(path, Stop);

    /// <summary>The text of a page that is there.</summary>
    public async Task<string> PageAsync(string path, HttpStatusCode status = HttpStatusCode.OK)
    {
        using var answer = await GetAsync(path);
        var text = await answer.Content.ReadAsStringAsync(Stop);
        Assert.True(answer.StatusCode == status, $"{path}: {answer.StatusCode}, not {status}: {text}");
        Assert.Equal("text/html", answer.Content.Headers.ContentType?.MediaType);
        return text;
    }

    /// <summary>Sends the form of a page as the page has it, hidden fields and all, with what a person filled in.</summary>
    public async Task<HttpResponseMessage> SendAsync(string page, string action, params (string Name, string Value)[] fields) =>
        await PostAsync(action, [.. Hidden(await PageAsync(page), action), .. fields]);

    /// <summary>Sends fields, and nothing else.</summary>
    public Task<HttpResponseMessage> PostAsync(string action, params (string Name, string Value)[] fields) =>
        _client.PostAsync(action, new FormUrlEncodedContent(fields.Select(field => KeyValuePair.Create(field.Name, field.Value))), Stop);

    /// <summary>Sends a request as it is.</summary>
    public Task<HttpResponseMessage> SendAsync(HttpRequestMessage request) => _client.SendAsync(request, Stop);

    /// <summary>The hidden fields of a page's form.</summary>
    public static (string Name, string Value)[] Hidden(string page, string action)
    {
        var form = Forms().Matches(page).FirstOrDefault(match => WebUtility.HtmlDecode(match.Groups["action"].Value).Split('?')[0] == action)
            ?? throw new InvalidOperationException($"the page has no form for {action}");
        return [.. HiddenFields().Matches(form.Value).Select(field => (field.Groups["name"].Value, WebUtility.HtmlDecode(field.Groups["value"].Value)))];
    }

    public void Dispose() => _client.Dispose();

    [GeneratedRegex("""<form[^>]*action="(?<action>[^"]*)".*?</form>""", RegexOptions.Singleline)]
    private static partial Regex Forms();

    [GeneratedRegex("""<input type="hidden" name="(?<name>[^"]*)" value="(?<value>[^"]*)">""")]
    private static partial Regex HiddenFields();
}
